"""Registering, confirming and signing in, in the words of the person who does it."""

from playwright.sync_api import Page


class SignInPage:
    """The sign-in page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self) -> "SignInPage":
        self.page.goto("/sign-in")
        return self

    def sign_in(self, email: str, password: str) -> None:
        self.page.get_by_label("邮箱").fill(email)
        self.page.get_by_label("密码", exact=True).fill(password)
        self.page.get_by_role("main").get_by_role("button", name="登录").click()

    def go_to_registration(self) -> "RegistrationPage":
        self.page.get_by_role("main").get_by_role("link", name="注册账号").click()
        return RegistrationPage(self.page)


class RegistrationPage:
    """The page a newcomer registers on."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def register(self, name: str, email: str, password: str) -> None:
        self.page.get_by_label("姓名").fill(name)
        self.page.get_by_label("邮箱").fill(email)
        self.page.get_by_label("密码", exact=True).fill(password)
        self.page.get_by_label("我已阅读并同意隐私说明").check()
        self.page.get_by_role("main").get_by_role("button", name="注册账号").click()
        self.page.get_by_role("heading", name="请查收邮件", level=1).wait_for()


class ConfirmationPage:
    """Where the link of the confirmation mail leads."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, link: str) -> "ConfirmationPage":
        self.page.goto(link)
        return self

    def confirm(self, password: str) -> None:
        self.page.get_by_label("密码", exact=True).fill(password)
        self.page.get_by_role("button", name="确认并登录").click()


class NewOrganisationPage:
    """The page that adds the organisation a person acts for."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def create(self, name: str, uscc: str) -> None:
        self.page.get_by_label("单位全称").fill(name)
        self.page.get_by_label("统一社会信用代码").fill(uscc)
        self.page.get_by_role("main").get_by_role("button", name="创建单位").click()
