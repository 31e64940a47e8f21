"""Every page of insight once."""

from browser.visit import Visit

INSIGHT = (
    Visit("insight/overview.html", "/insight"),
    Visit("insight/plans.html", "/insight/plans"),
    Visit("insight/indicator.html", "/insight/plans/y27-bs-per-10k"),
    Visit("insight/indicator.html", "/insight/plans/y27-5ga"),
    Visit("insight/indicator.html", "/insight/plans/bs-total", "curator"),
    Visit(
        "insight/edit_observation.html",
        "/staff/insight/indicators/y27-vpn/observations/new",
        "curator",
        press="添加",
    ),
    Visit(
        "insight/edit_observation.html", "/staff/insight/observations/{observation}/edit", "curator"
    ),
    Visit(
        "insight/remove_observation.html",
        "/staff/insight/observations/{observation}/remove",
        "curator",
        "删除",
    ),
    Visit("insight/cities.html", "/insight/cities"),
    Visit("insight/funnel.html", "/insight/funnel"),
    Visit("insight/staff_funnel.html", "/staff/insight/funnel", "administrator"),
    Visit("insight/calibration.html", "/staff/insight/calibration", "administrator"),
    Visit("insight/fairness.html", "/staff/insight/fairness", "administrator"),
    Visit("insight/report.html", "/staff/insight/report", "administrator"),
    Visit("insight/unseen.html", "/staff/insight/unseen", "administrator"),
    Visit("insight/cities.html", "/insight/cities?sort=users"),
    Visit("insight/city.html", "/insight/cities/500000"),
    Visit("insight/city.html", "/insight/cities/440400"),
    Visit(
        "insight/new_city_figure.html",
        "/staff/insight/cities/440400/figures/new",
        "curator",
        press="添加",
    ),
    Visit(
        "insight/remove_city_figure.html",
        "/staff/insight/city-figures/{city_figure}/remove",
        "curator",
        "删除",
    ),
    Visit("insight/compare_cities.html", "/insight/cities/compare"),
    Visit("insight/compare_cities.html", "/insight/cities/compare?city=440400&city=500000&city=1"),
    Visit("insight/gaps.html", "/insight/gaps"),
    Visit("insight/gap_demands.html", "/insight/gaps/demands"),
    Visit("insight/gap_scene.html", "/insight/gaps/scenes/{scene}"),
    Visit("insight/pains.html", "/insight/gaps/pains"),
)
