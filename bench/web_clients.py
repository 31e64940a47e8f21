"""Clients of the web measurement: a process of their own that asks pages as fast as it gets them.

Reads one JSON object a line (`{"pages": name, "seconds": s, ...}`) and answers each with one line
of figures. Every client holds one connection and one session, and asks for the next page as soon
as the last has come. Nothing is parsed but what must be: the measurement is of the server.
"""

import asyncio
import json
import random
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlencode

HOST: Final = "bench.example.org"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
COOKIE = re.compile(rb"\r\nset-cookie: *([^=;\s]+)=([^;\r]*)", re.IGNORECASE)
LOCATION = re.compile(rb"\r\nlocation: *([^\r]*)", re.IGNORECASE)
TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
DAWDLING: Final = 30  # seconds after which an answer counts as an error
PER_PAGE, PROVIDERS_PER_PAGE = 20, 60
FIRST_PAGES: Final = 20
Ask = tuple[str, str, bytes]  # method, address, body


@dataclass(slots=True)
class Tally:
    """What the clients of one scenario saw."""

    times: list[float] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)
    size: int = 0

    def fault(self, what: str) -> None:
        self.errors[what] = self.errors.get(what, 0) + 1


class Client:
    """One visitor: a connection, cookies, a token for forms."""

    def __init__(self, number: int, port: int) -> None:
        self.number, self.port = number, port
        self.chance = random.Random(number)  # noqa: S311 - a repeatable measurement
        self.cookies: dict[str, str] = {}
        self.csrf = ""
        self.keys: list[str] = []
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes, bytes]:
        """Give status, head and body of an answer; a closed connection is opened again once."""
        for attempt in (1, 2):
            if self._writer is None:
                self._reader, self._writer = await asyncio.open_connection(
                    "127.0.0.1", self.port, limit=1 << 21
                )
            try:
                return await asyncio.wait_for(self._exchange(method, path, body), DAWDLING)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.close()  # the server ends idle connections and old processes
                if attempt == 2 or method != "GET":
                    raise
        raise AssertionError

    async def _exchange(self, method: str, path: str, body: bytes) -> tuple[int, bytes, bytes]:
        if self._reader is None or self._writer is None:
            raise ConnectionError
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {HOST}",
            "X-Forwarded-Proto: https",
            f"X-Forwarded-For: {self._address()}",
            f"X-Forwarded-Host: {HOST}",
            f"Referer: https://{HOST}/",
        ]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        if body:
            lines += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
            ]
        self._writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = LENGTH.search(head)
        content = await self._reader.readexactly(int(length[1]) if length else 0)
        for name, value in COOKIE.findall(head):
            self.cookies[name.decode()] = value.decode()
        if b"\r\nconnection: close" in head.lower():
            self.close()
        return int(head[9:12]), head, content

    def _address(self) -> str:
        """Come from everywhere: what is limited for one network is not what is measured."""
        return ".".join(str(self.chance.randrange(1, 255)) for _ in range(4))

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def greet(self) -> None:
        """Open the home page for a session and its token."""
        _, _, page = await self.ask("GET", "/")
        found = TOKEN.search(page)
        self.csrf = found[1].decode() if found else ""

    async def sign_in(self, facts: dict[str, Any]) -> None:
        await self.greet()
        form = {"csrf_token": self.csrf, "email": facts["email"], "password": facts["password"]}
        status, _, _ = await self.ask("POST", "/sign-in", urlencode(form).encode())
        if status != 303:
            raise SystemExit(f"sign-in answered {status}")

    async def paste(self, text: str) -> None:
        """Paste a need, to look at its matches later."""
        status, head, _ = await self.ask(*self.posted(text))
        found = LOCATION.search(head)
        if status == 303 and found:
            self.keys.append(found[1].decode().replace(f"https://{HOST}", ""))

    def posted(self, text: str) -> Ask:
        form = {
            "csrf_token": self.csrf,
            "submission": f"{self.chance.getrandbits(128):032x}",
            "text": text,
        }
        return "POST", "/match", urlencode(form).encode()


class Pages:
    """Which address is asked next, by the name of a scenario."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self.facts = facts
        self.count = 0

    def offerings(self, client: Client) -> Ask:
        return self._page(client, "/offerings", len(self.facts["offerings"]))

    def offerings_first(self, _client: Client) -> Ask:
        return "GET", "/offerings", b""

    def offerings_narrowed(self, client: Client) -> Ask:
        """Ask for a sector in a province, and what fits a budget: thousands of addresses."""
        pick = client.chance.choice
        asked = {"sector": pick(self.facts["sectors"]), "region": pick(self.facts["provinces"])}
        if client.chance.random() < 0.5:
            asked["budget"] = pick(("0-10", "10-50", "50-100", "100-500", "500-1000"))
        return "GET", f"/offerings?{urlencode(asked)}", b""

    def demands(self, client: Client) -> Ask:
        return self._page(client, "/demands", len(self.facts["demands"]))

    def demands_narrowed(self, client: Client) -> Ask:
        pick = client.chance.choice
        asked = {"sector": pick(self.facts["sectors"]), "region": pick(self.facts["provinces"])}
        return "GET", f"/demands?{urlencode(asked)}", b""

    def providers(self, client: Client) -> Ask:
        return self._page(client, "/providers", len(self.facts["providers"]), PROVIDERS_PER_PAGE)

    def search(self, client: Client) -> Ask:
        words = client.chance.choice(self.facts["words"])
        at = client.chance.randrange(max(1, len(words) - 3))
        return "GET", f"/search?q={quote(words[at : at + client.chance.randint(2, 4)])}", b""

    def match_demand(self, client: Client) -> Ask:
        return "GET", f"/demands/{client.chance.choice(self.facts['demands'])}/matches", b""

    def match_pasted(self, client: Client) -> Ask:
        return "GET", client.chance.choice(client.keys), b""

    def offering(self, client: Client) -> Ask:
        return "GET", f"/offerings/{client.chance.choice(self.facts['offerings'])}", b""

    def demand(self, client: Client) -> Ask:
        return "GET", f"/demands/{client.chance.choice(self.facts['demands'])}", b""

    def provider(self, client: Client) -> Ask:
        return "GET", f"/providers/{client.chance.choice(self.facts['providers'])}", b""

    def case(self, client: Client) -> Ask:
        return "GET", f"/cases/{client.chance.choice(self.facts['cases'])}", b""

    def home(self, _client: Client) -> Ask:
        return "GET", "/", b""

    def post(self, client: Client) -> Ask:
        """Paste a need nobody has pasted before."""
        self.count += 1
        text = client.chance.choice(self.facts["needs"])
        return client.posted(f"{text}。第 {self.count} 号车间。")

    def mixed(self, client: Client) -> Ask:
        """What visitors do in their shares: lists and details most, a need now and then."""
        share = client.chance.choices(
            (
                self.offerings_first,
                self.offerings,
                self.offerings_narrowed,
                self.demands,
                self.search,
                self.offering,
                self.demand,
                self.provider,
                self.match_demand,
                self.home,
                self.post,
            ),
            (10, 10, 15, 10, 10, 15, 8, 6, 8, 5, 3),
        )
        return share[0](client)

    def bare(self, _client: Client) -> Ask:
        return "GET", "/", b""

    def frame(self, _client: Client) -> Ask:
        return "GET", "/about", b""

    def bare_list(self, client: Client) -> Ask:
        return self._page(client, "/offerings", len(self.facts["offerings"]))

    def _page(self, client: Client, path: str, rows: int, per_page: int = PER_PAGE) -> Ask:
        """Ask for any page of a list; the first ones half of the time, as people do."""
        last = max(1, rows // per_page)
        is_near = client.chance.random() < 0.5
        number = client.chance.randint(1, min(last, FIRST_PAGES) if is_near else last)
        return "GET", f"{path}?page={number}", b""


async def walk(
    client: Client, choose: Callable[[Client], Ask], until: float, counted: float, tally: Tally
) -> None:
    """Ask one page after the other; what begins before `counted` warms up."""
    while (began := time.perf_counter()) < until:
        asked = choose(client)
        try:
            status, _, body = await client.ask(*asked)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            client.close()
            tally.fault(type(error).__name__)
            continue
        if began < counted:
            continue
        tally.times.append(time.perf_counter() - began)
        tally.size += len(body)
        if status != (303 if asked[0] == "POST" else 200):
            tally.fault(str(status))


async def scenario(asked: dict[str, Any], clients: list[Client], facts: dict[str, Any]) -> Tally:
    """Let all clients ask the pages of one scenario for some seconds."""
    choose = getattr(Pages(facts), asked["pages"])
    counted = time.perf_counter() + asked["warm"]
    tally = Tally()
    await asyncio.gather(
        *(walk(client, choose, counted + asked["seconds"], counted, tally) for client in clients)
    )
    return tally


async def prepared(asked: dict[str, Any], facts: dict[str, Any]) -> list[Client]:
    clients = [Client(number, asked["port"]) for number in range(asked["clients"])]
    if asked.get("is_bare"):
        return clients
    if asked.get("is_signed_in"):  # once: an account may not sign in twenty times in a minute
        await clients[0].sign_in(facts)
    for client in clients:
        if asked.get("is_signed_in"):
            client.cookies = dict(clients[0].cookies)
        else:
            await client.greet()
        for _ in range(3 if asked["pages"] == "match_pasted" else 0):
            await client.paste(client.chance.choice(facts["needs"]))
    return clients


async def run(asked: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    clients = await prepared(asked, facts)
    spent = resource.getrusage(resource.RUSAGE_SELF)
    print("go", flush=True)
    tally = await scenario(asked, clients, facts)
    now = resource.getrusage(resource.RUSAGE_SELF)
    for client in clients:
        client.close()
    return {
        "times": tally.times,
        "errors": tally.errors,
        "bytes": tally.size,
        "cpu_s": now.ru_utime + now.ru_stime - spent.ru_utime - spent.ru_stime,
    }


def orders() -> Iterator[dict[str, Any]]:
    for line in sys.stdin:
        yield json.loads(line)


def main(path: str) -> None:
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - one file, read whole
        facts = json.load(file)
    for asked in orders():
        print(json.dumps(asyncio.run(run(asked, facts))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
