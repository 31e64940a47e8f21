"""The metrics a requirement can be about: the words that name them, their unit and natural side."""

import re
from dataclasses import dataclass
from typing import Final

from matchmaker.matching.scoring.reading.quantities import Dimension


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric's unit, the side a bare figure means, and what its base unit is divided by."""

    name: str
    unit: str
    natural: str
    per_unit: float = 1.0


_ALL: Final = (
    Metric("latency", "ms", "<="),
    Metric("jitter", "ms", "<="),
    Metric("ul_rate", "Mbps", ">="),
    Metric("dl_rate", "Mbps", ">="),
    Metric("rate", "Mbps", ">="),
    Metric("reliability", "%", ">="),
    Metric("availability", "%", ">="),
    Metric("packet_loss", "%", "<="),
    Metric("positioning", "m", "<="),
    Metric("connections", "count", ">="),
    Metric("density", "per_km2", ">="),
    Metric("mobility", "km/h", ">="),
    Metric("coverage_area", "km2", ">="),
    Metric("coverage_length", "km", ">=", 1000.0),
    Metric("video_streams", "count", ">="),
    Metric("temperature", "C", ">="),
    Metric("ip_rating", "code", "="),
    Metric("explosion_proof", "bool", "="),
    Metric("security_level", "level", "="),
    Metric("battery_life", "h", ">=", 3_600_000.0),
    Metric("sync", "us", "<=", 0.001),
)
METRICS: Final = {metric.name: metric for metric in _ALL}

BOTH_WAYS: Final = "ul_rate+dl_rate"
OTHER: Final = ""  # the figure is of something no metric measures

Cues = tuple[tuple[str, re.Pattern[str]], ...]


def _cues(*pairs: tuple[str, str]) -> Cues:
    return tuple((name, re.compile(words)) for name, words in pairs)


# The nearest cue names the metric; where two start together the longer one does.
CUES: Final[dict[Dimension, Cues]] = {
    Dimension.TIME: _cues(
        ("jitter", r"抖动|时延变化|(?i:jitter)"),
        (
            "sync",
            r"(?:时间|时钟|相位|频率|时标|授时)同步|同步(?:精度|误差|偏差)|授时|对时|时钟|校时",
        ),
        ("latency", r"时延|延时|延迟|RTT|往返|端到端|(?i:latency|delay|round.trip)"),
        (
            "battery_life",
            (
                r"续航|待机|备电|电池(?![片厂组生制包产车企极])|不充电|免充电|续电|阴雨|连续使用"
                r"|连续工作|连续作业|连续运行"
                r"|一次充电|单次充电"
                r"|充一次电|充满电|后备电源|备用电源|UPS|断电后|停电后|免更换|免换电"
            ),
        ),
        (
            OTHER,
            (
                r"周期|间隔|切换(?:时延|时间|时长|中断)|中断时[间长]|(?i:interval|cycle)|刷新"
                r"|恢复|重连|停机|中断后|出片|采集|采样|上报频|缓冲|扫描|曝光|质保|保修|维保"
                r"|服务期|服务年限|合同|工期|培训|到场|到达现场|响应时间|修复|倒换|充电时[间长]"
                r"|免费|存储|保存"
                r"|留存|回看|录像|有效期|设计寿命|建设期|期限|每隔|检修|巡检一次|完成一次|内交付"
                r"|内完成"
            ),
        ),
    ),
    Dimension.RATE: _cues(
        (
            BOTH_WAYS,
            (
                r"上下行|[上下][/、][上下]行|上行\s?(?:和|与|及|、|/)\s?下行|下行\s?(?:和|与|及|、"
                r"|/)\s?上行|双向"
            ),
        ),
        ("ul_rate", r"上行|上传|UL(?![a-z])|(?i:uplink|upload)"),
        ("dl_rate", r"下行|下载|DL(?![a-z])|(?i:downlink|download)"),
        (
            "rate",
            (
                r"速率|带宽|网速|吞吐|码率|码流|回传|传输|专线|(?i:throughput|bandwidth|data"
                r" rate|bit ?rate)"
            ),
        ),
        (OTHER, r"频段|频谱|频率|流量|内存|硬盘|存储|网口|光口|以太网|交换机"),
    ),
    Dimension.PERCENT: _cues(
        ("reliability", r"可靠[性度率]?|(?i:reliability)"),
        ("availability", r"可用[性度率]|在网率|(?i:availability)"),
        ("packet_loss", r"(?:丢包|误包|掉包|包丢失|丢失)率?|(?i:packet.loss)"),
        (OTHER, r"[^可丢误]率|覆盖|占比|比例|湿度|达标|增长|提升|降低|下降|节约|冗余|余量|预留|坡"),
    ),
    Dimension.LENGTH: _cues(
        ("positioning", r"定位|位置精度|位置误差|位置偏差|(?i:positioning|location accuracy)"),
        (
            OTHER,
            (
                r"测距|测量|形变|位移|半径|距离|相距|间距|离岸|海拔|净高|跨度|井深|埋深|水深"
                r"|高度|宽度|厚度"
                r"|直径|杆高|层高|吊装|分辨|障碍|激光扫描精度|爬坡|泊位|深(?=\d)|高(?=\d)|宽(?=\d)"
            ),
        ),
    ),
}
COVERED: Final = re.compile(
    r"(?i:coverage|cover(?:ing)?\b)|覆盖|补盲|5G不断|不断线|布设5G"
    r"|[需要须应有建通](?:有)?5G(?:信号|网)|有信号|信号(?:连续"
    r"|不断|全程|满)|通信号|全程有网|布网|连续组网"
)
NOT_COVERED: Final = re.compile(r"覆盖(?:率|半径|距离)|无信号|没有?信号|盲区|灌溉|绿化|植被")
FAR_OFF: Final = CUES[Dimension.LENGTH][1][1]

_IN_USE: Final = (
    r"接入|联网|入网|并发|连接|上线|在线(?!质检|[监检测分巡教课评考办学计仪])|挂载|上网"
    r"|同时(?:作业|使用|运行|工作|操作|上网|通信|接|参与|用)"
    r"|远传|无线化|改[成为]无线|上云|(?i:connected|online|concurrent)|组网|连上|连网|接进"
)
CONNECTED: Final = re.compile(_IN_USE)
STREAM_UNIT: Final = frozenset({"路"})
STREAM_WORDS: Final = re.compile(
    r"视频|摄像|相机|画面|云台|监控|图像|高清|超清|[48]K|1080|720|直播|图传|巡考|镜头|码流|球机"
    r"|枪机"
    r"|回传"
)
SEAT_WORDS: Final = re.compile(r"机位")
NOT_DEVICES: Final = re.compile(
    r"\s*(?:子|业务|应用|管理|信息)?(?:系统|平台|机房|部门|单位|园区|厂区|车间|月|站点|基站|小区"
    r"|接口|网口|端口"
    r"|专业|学院|班|产线|工作日|小时|环节|场景|项目)"
)
PER_AREA: Final = re.compile(r"每(?:平方公里|平方千米|km2|km²)[^，\d]{0,10}$|密度[^，\d]{0,12}$")

IN_SERVICE: Final = re.compile(
    r"掉线|中断|断网|断连|不断|掉话|切换|连续|稳定|网络|通信|通讯|信号|连接|接入|移动性|移动速度"
    r"|收发|业务"
    r"|卡顿|卡|流畅|保持|移动|图传|视频|数据|漫游"
)
NOT_IN_SERVICE: Final = re.compile(r"限速|风速|带速|流速|转速|不[高大]于|不超过|不得超过")

AT_WORK: Final = re.compile(
    r"工作|运行|使用|开机|启动|耐[高低]?温|耐受|可用|能用|正常|条件下|环境下|下(?:能|可|须|应|稳"
    r"|持|连|长)"
    r"|宽温|环境温度|适应|不死机|不关机|不掉电|扛得?住|温度范围|低温|高温|耐寒|耐热|温度"
)
WEATHER: Final = re.compile(
    r"温差|常年|年均|平均气温|历史|极端(?!环境|温度下|条件)|恒温|壁温|炉温|水温|室温|钢水|铁水"
    r"|测温|出口温"
    r"|量程|测量|误差|精度|气温(?!.{0,12}(?:下|能|可|正常|工作))|料温|油温|预警|报警"
)
