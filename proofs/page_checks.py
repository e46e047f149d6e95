"""The checks of proofs/page: a person's day at the page, against a real service."""

import argparse
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from decimal import ROUND_HALF_UP, Decimal

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from browser import Browser  # noqa: E402

DEADLINE = int(os.environ.get("SEXTANT_DEADLINE", "90"))   # seconds; each check waits for an event, not for a time
MARKUP = 'a look at <b onclick="x">&amp; quotes</b>'


def wait(what, holds):
    """What `holds` gives once it is something; the last reason why not in the failure."""
    deadline = time.monotonic() + DEADLINE
    last = None
    while time.monotonic() < deadline:
        try:
            last = holds()
            if last:
                return last
        except (urllib.error.URLError, ConnectionError, AssertionError, KeyError, IndexError) as error:
            last = error
        time.sleep(0.1)
    raise AssertionError(f"not within {DEADLINE} s: {what} (last: {str(last)[:300]})")


def expect(holds, what):
    if not holds:
        raise AssertionError(what)


class Service:
    def __init__(self, program, folder, *options):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        self.command = [program, "serve", "--port", str(self.port), "--data", os.path.join(folder, "data"),
                        "--log", "json", *options]
        self.process = None

    def start(self):
        log = open(os.path.join(self.folder, "log"), "ab")
        self.process = subprocess.Popen(self.command, stderr=log, stdout=subprocess.DEVNULL)
        wait("the service is ready", lambda: self.alive() and self.get("/health/ready")["status"] == "ready")

    def alive(self):
        if self.process.poll() is not None:
            lines = open(os.path.join(self.folder, "log")).read().splitlines()[-5:]
            raise RuntimeError("the service ended: " + "\n".join(lines))
        return True

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=DEADLINE)
        expect(code == 0, f"SIGTERM ended the service with code {code}")

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def token(self):
        """The token for this machine; None of a service that makes none."""
        try:
            return json.load(open(os.path.join(self.folder, "data", "endpoint.json"))).get("token")
        except FileNotFoundError:
            return None

    def get(self, path):
        return self.ask(path)[1]

    def ask(self, path, body=None):
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if self.token():
            headers["Authorization"] = "Bearer " + self.token()
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)


def signal_of(name, **fields):
    return {"signal_id": name, "signal_type": "S1", "symbol": "BTCUSDT", "side": "BUY", "quantity": "0.002", **fields}


def money(text):
    """As the page writes it, computed apart from it."""
    value = Decimal(text)
    places = Decimal("0.01") if value == 0 or abs(value) >= Decimal("0.01") else Decimal("0.000001")
    value = value.quantize(places, ROUND_HALF_UP)
    return ("\u2212" if value < 0 else "") + f"{abs(value):,}"


class Checks:
    def __init__(self, browser, service):
        self.browser, self.service = browser, service
        self.signed = True   # else the next command is asked who it is

    def text(self, selector):
        return self.browser.run(f"document.querySelector({json.dumps(selector)})?.textContent ?? ''")

    def live(self):
        wait("the page is live", lambda: self.text("#link") == "live" and self.text("#equity") not in ("", "–"))

    def quiet(self, but=()):
        """Nothing stood in the console, no policy was broken, nothing was thrown."""
        bad = [c for c in self.browser.complaints if c[0] not in but]
        expect(not bad, f"the console says {bad[:3]}")
        self.browser.complaints.clear()

    def complained(self, source, words):
        """Takes out a complaint that was to come."""
        found = [c for c in self.browser.complaints if c[0] == source and words in c[1]]
        self.browser.complaints = [c for c in self.browser.complaints if c not in found]
        return found

    def figures(self):
        """What is shown is what the endpoint says, digit for digit; and rounded as a reference rounds."""
        names = ["equity", "wallet", "realized_pnl", "unrealized_pnl", "fees", "funding"]

        def equal():
            pnl, shown = self.browser.run(
                "(async () => { const pnl = await (await fetch('/api/pnl')).json(); delete pnl.curve;"
                "const shown = {};"
                f"for (const id of {json.dumps(names)}) shown[id] = [byId(id).title, byId(id).textContent];"
                "return [pnl, shown]; })()")
            for name in names:
                expect(shown[name][0] == pnl[name], f"{name}: {shown[name]} is not {pnl[name]}")
                expect(shown[name][1].lstrip("+") == money(pnl[name]), f"{name}: {shown[name]} for {pnl[name]}")
            return True

        wait("the page's figures are the endpoint's", equal)
        wait("as many positions as the endpoint", lambda: self.browser.run(
            "(async () => (await (await fetch('/api/positions')).json()).count"
            " === document.querySelectorAll('#positions tbody tr').length)()"))
        expect(self.text("#mode") == "PAPER", "the mode is shown")
        expect(self.text("#lag") == "SQLite only", f"the lag is shown: {self.text('#lag')}")
        expect(self.text("#ready") == "ready", f"readiness is shown: {self.text('#ready')}")
        wait("when it was synced", lambda: re.fullmatch(r"\d+ (s|min) ago", self.text("#synced")))

    def updates(self):
        wait("the log has lines", lambda: self.browser.run("document.querySelectorAll('#lines details').length > 0"))
        before = self.browser.run("byId('desk').title")
        last = "document.querySelector('#lines details:last-child .seq')?.textContent"
        seq = self.browser.run(last)
        wait("the desk's time moves", lambda: self.browser.run("byId('desk').title") != before)
        status, answer = self.service.ask("/api/signals", signal_of("live-1", signal_type="O1"))
        expect(status == 201, f"{status} {answer}")
        wait("the signal is in its panel", lambda: "O1" in self.text("#signals tbody"))
        wait("the log goes on", lambda: int(self.browser.run(last)) > int(seq))

    def order(self, name):
        """A limit order too far from the market to be filled, and its id."""
        bid = self.last_price() * Decimal("0.96")
        status, answer = self.service.ask("/api/signals", signal_of(
            name, order_type="LIMIT", price=str(bid.quantize(Decimal("0.1")))))
        expect(status == 201 and answer["order_id"], f"the limit order: {status} {answer}")
        return answer["order_id"]

    def last_price(self):
        status, answer = self.service.ask("/api/signals", signal_of("price-%d" % time.time_ns(), signal_type="O1"))
        expect(status == 201, f"{status} {answer}")
        rows = wait("its row", lambda: [
            r for r in self.service.get("/api/signals?limit=20&type=O1")["results"]
            if r["signal_id"] == answer["signal_id"]])
        return Decimal(rows[0]["price"])

    def status_of(self, order):
        return self.service.get(f"/api/orders/{order}")["status"]

    def cancel(self):
        order = self.order("far-1")
        button = f"button[aria-label$='order {order}']"
        wait("the order's button", lambda: self.text(button) == "Cancel")
        wait("it works", lambda: self.status_of(order) == "SUBMITTED")
        self.browser.run(f"for (let n = 0; n < 3; n += 1) document.querySelector(\"{button}\").click()")
        expect(self.text(button) == "Confirm", "a double click only arms")
        time.sleep(0.8)
        expect(self.status_of(order) == "SUBMITTED", "nothing was sent yet")
        self.browser.click(button)
        wait("the order is cancelled", lambda: self.status_of(order) == "CANCELLED")
        wait("the page says so", lambda: not self.text(button) and "CANCELLED" in self.text("#orders tbody tr"))

    def sign_in(self):
        """A command of somebody who did not sign in does nothing; a wrong token is told, the right one is taken."""
        browser = self.browser
        order = self.order("unsigned")
        button = f"button[aria-label$='order {order}']"
        wait("the order's button", lambda: self.text(button) == "Cancel")
        browser.click(button)
        time.sleep(0.8)
        browser.click(button)
        wait("the dialog asks who it is", lambda: browser.run("byId('login').open"))
        wait("the browser says 401 too", lambda: self.complained("network", " 401 "))
        browser.press("Escape")
        wait("it is left", lambda: not browser.run("byId('login').open"))
        wait("the page says why", lambda: "failed: 401" in self.text("#faults"))
        expect(self.status_of(order) == "SUBMITTED", "nothing was done without a token")
        browser.click("#sign")
        wait("the dialog again", lambda: browser.run("byId('login').open"))
        browser.type("a-token-of-nobody")
        browser.press("Enter")
        wait("a wrong token is told", lambda: "not known" in self.text("#login_fault"))
        wait("the browser says 401 too", lambda: self.complained("network", " 401 "))
        browser.run("byId('login_token').value = ''; byId('login_token').focus()")
        self.give_token()
        browser.click(button)
        time.sleep(0.8)
        browser.click(button)
        wait("the same click works now", lambda: self.status_of(order) == "CANCELLED")

    def give_token(self):
        """Into the open dialog, as a person pastes it."""
        wait("the dialog asks who it is", lambda: self.browser.run("byId('login').open"))
        self.browser.type(self.service.token())
        self.browser.press("Enter")
        wait("it was taken", lambda: not self.browser.run("byId('login').open"))
        wait("the page says so", lambda: self.text("#sign") == "Sign out")
        expect(self.browser.run("byId('login_token').value") == "", "the page keeps no token")

    def sign_out(self):
        self.browser.click("#sign")
        wait("the page says so", lambda: self.text("#sign") == "Sign in")

    def command(self, opener, reason):
        """Through the dialog: refused without a reason, armed by the first click, done by a later second."""
        browser = self.browser
        browser.posts.clear()
        browser.click(opener)
        wait("the dialog", lambda: browser.run("byId('sheet').open"))
        browser.run("byId('sheet_form').requestSubmit()")
        expect("Say why" in self.text("#sheet_fault"), "a reason is required")
        browser.type(reason)
        expect(browser.run("byId('sheet_why').value") == reason, "the reason has the focus")
        browser.run("byId('sheet_form').requestSubmit(); byId('sheet_form').requestSubmit()")
        expect(self.text("#sheet_go").startswith("Confirm"), "two presses at once arm")
        time.sleep(0.8)
        expect(browser.run("byId('sheet').open") and not browser.posts, f"and do no more: {browser.posts}")
        browser.click("#sheet_go")
        if not self.signed:
            self.give_token()
            self.signed = True
        wait("the dialog closes", lambda: not browser.run("byId('sheet').open") or expect(
            not self.text("#sheet_fault"), self.text("#sheet_fault")))

    def stands(self, state):
        trading = self.service.get("/api/trading")
        return trading if trading["state"] == state else None

    def pause(self, reason="figures at half past"):
        self.command("#deed_pause", reason)
        trading = wait("it is paused", lambda: self.stands("PAUSED"))
        expect(trading["reason"] == reason, f"paused: {trading}")
        wait("the page says PAUSED", lambda: self.text("#gate") == "PAUSED" and reason in self.text("#gate_why"))
        expect(self.browser.run("byId('gate').title").count("because: " + reason) == 1, "why, in the title")
        expect(self.browser.run("byId('deed_pause').disabled"), "what is so already is not offered")
        status, answer = self.service.ask("/api/signals", signal_of(f"paused-{time.time_ns()}"))
        expect(status == 422 and answer["code"] == "TRADING_PAUSED", f"{status} {answer}")
        wait("the refusal and its reason", lambda: answer["detail"] in self.text("#signals tbody"))

    def secretless(self):
        """Neither the token nor the page's cookie can be read by a script of the page."""
        token = self.service.token()
        text = self.browser.run("document.documentElement.outerHTML + document.cookie")
        expect(not token or token not in text, "the token is on the page")
        expect(self.browser.run("document.cookie") == "", "a script can read the cookie")

    def resume(self):
        self.command("#deed_resume", "looked at")
        wait("it runs again", lambda: self.stands("RUNNING"))
        wait("the page says RUNNING", lambda: self.text("#gate") == "RUNNING")

    def held(self):
        """A position to work with: one of ours where the strategy holds none."""
        held = [p["symbol"] for p in self.service.get("/api/positions")["results"]]
        sizes = {"BTCUSDT": "0.003", "ETHUSDT": "0.1", "SOLUSDT": "2"}
        free = [symbol for symbol in sizes if symbol not in held]
        if not free:
            return held[0]
        status, answer = self.service.ask("/api/signals", signal_of(
            f"held-{time.time_ns()}", symbol=free[0], quantity=sizes[free[0]]))
        expect(status == 201, f"{status} {answer}")
        return free[0]

    def close_position(self):
        symbol = self.held()
        button = f"button[aria-label^='Close {symbol}']"
        wait("its button", lambda: self.text(button) == "Close")
        self.command("#deed_halt", "stop it all")
        wait("the page says HALTED", lambda: self.text("#gate") == "HALTED")
        self.browser.click(button)
        self.browser.type("too late")
        self.browser.click("#sheet_go")
        time.sleep(0.8)
        self.browser.click("#sheet_go")
        wait("the refusal's words", lambda: re.search("409 Refused: .*", self.text("#sheet_fault")))
        self.browser.press("Escape")
        wait("the dialog closes", lambda: not self.browser.run("byId('sheet').open"))
        expect(self.complained("network", " 409 "), "the browser says 409 too")
        self.resume()
        self.command(button, "tidying up")
        wait("it is closed, at the endpoint and here", lambda: symbol not in [
            p["symbol"] for p in self.service.get("/api/positions")["results"]] and not self.text(button))

    def flatten(self):
        self.held()
        wait("the button", lambda: not self.browser.run("byId('flatten').hidden"))
        self.command("#flatten", "home for the night")
        wait("nothing is held, at the endpoint and here", lambda: self.service.get("/api/positions")["count"] == 0
             and self.text("#positions .body") == "No open positions.")

    def cancel_all(self):
        orders = [self.order("far-2"), self.order("far-3")]
        wait("the button", lambda: not self.browser.run("byId('cancel_all').hidden"))
        self.command("#cancel_all", "clearing the book")
        for order in orders:
            wait("each is cancelled", lambda: self.status_of(order) == "CANCELLED")

    def keys(self):
        browser = self.browser
        browser.run("document.activeElement.blur()")
        browser.posts.clear()
        browser.press("?", 191)
        wait("the list of keys", lambda: browser.run("byId('keys').open"))
        browser.press("Escape")
        wait("it closes", lambda: not browser.run("byId('keys').open"))
        browser.press("3")
        expect(browser.run("document.activeElement.id") == "orders", "3 goes to the orders")
        browser.press("/", 191)
        expect(browser.run("document.activeElement.id") == "filter", "/ goes to the filter")
        browser.type("operator_commanded")
        shown = browser.run(
            "[...document.querySelectorAll('#lines details:not([hidden]) summary')]"
            ".map((summary) => summary.children[2].textContent)")
        expect(shown and set(shown) == {"operator_commanded"}, f"the filter leaves {set(shown)}")
        browser.run("byId('filter').value = ''; byId('filter').dispatchEvent(new Event('input'))")
        browser.press("Escape")
        expect(browser.run("document.activeElement.id") != "filter", "Escape leaves the filter")
        for key in "abcdefghijklmnopqrsuvwxyz0":
            browser.press(key)
        browser.press("Enter")
        time.sleep(0.5)
        expect(not browser.run("!!document.querySelector('dialog[open]')"), "no letter opens a dialog")
        expect(not browser.posts, f"no key alone sends a command: {browser.posts}")

    def pauses_on_scroll(self):
        browser = self.browser
        browser.run("document.querySelector('#lines details').open = true; byId('lines').scrollTop = 0")
        newest = "document.querySelector('#lines details:last-child .seq').textContent"
        last = browser.run(newest)
        for n in range(3):
            self.service.ask("/api/signals", signal_of(f"scroll-{n}", signal_type="O1"))
        wait("new lines are held back", lambda: not browser.run("byId('follow').hidden"))
        expect(browser.run(newest) == last, "nothing moves")
        browser.click("#follow")
        wait("they come", lambda: browser.run("byId('follow').hidden") and browser.run(newest) != last)

    def theme(self):
        browser = self.browser
        page = "getComputedStyle(document.body).backgroundColor"
        browser.scheme("dark")
        dark = wait("dark as the system", lambda: browser.run(page) == "rgb(14, 19, 25)")
        browser.press("t")
        expect(browser.run(page) == "rgb(244, 245, 247)", f"t makes it light: {dark}")
        browser.reload()
        self.live()
        expect(browser.run(page) == "rgb(244, 245, 247)", "the choice is kept")
        browser.run("localStorage.removeItem('sextant-theme'); delete document.documentElement.dataset.theme")

    def restart(self):
        """The page outlives the service: it says what is old, then goes on by itself, commands included."""
        self.browser.run("window.sameDocument = true")
        self.pause(MARKUP)
        self.service.stop()
        wait("the page misses it", lambda: self.text("#link") == "reconnecting")
        wait("it says so", lambda: "not reachable" in self.text("#faults"))
        wait("what is old is grey with its age", lambda: self.browser.run(
            "[...document.querySelectorAll('section.stale')].length >= 5")
            and re.search(r"\d+ s old", self.text("#money .age")))
        self.service.start()
        wait("it is live again", lambda: self.text("#link") == "live" and self.text("#faults") == "")
        expect(self.browser.run("window.sameDocument"), "without being loaded anew")
        wait("nothing is grey", lambda: self.browser.run("!document.querySelector('section.stale')"))
        expect(self.text("#gate") == "PAUSED", "what was paused is paused")
        self.figures()
        wait("the service knows nobody yet", lambda: self.text("#sign") == "Sign in")
        self.signed = False
        self.resume()

    def phone(self):
        self.browser.screen(390, 844, 2, phone=True)
        wait("it fits a phone", lambda: self.browser.run(
            "innerWidth === 390 && document.documentElement.scrollWidth <= innerWidth"))

    def acknowledge(self):
        """A position is liquidated by a falling market; somebody says that they have seen it."""
        status, answer = self.service.ask("/api/signals", signal_of("doomed", quantity="1.6"))
        expect(status == 201, f"{status} {answer}")
        wait("the alert", lambda: [a for a in self.service.get("/api/alerts/active")["results"]
                                   if a["alert_type"] == "LIQUIDATION_DETECTED"])
        button = "button[aria-label^='Acknowledge liquidation detected']"
        wait("its button", lambda: self.text(button) == "Acknowledge")
        expect(self.browser.run("document.title").startswith("("), "the title counts it")
        self.browser.click(button)
        self.browser.type("seen, the tape fell")
        self.browser.run("byId('sheet_who').value = 'ada'")
        self.browser.click("#sheet_go")
        self.give_token()
        wait("the browser says 401 too", lambda: self.complained("network", " 401 "))
        wait("the endpoint says who", lambda: [
            a for a in self.service.get("/api/alerts?type=LIQUIDATION_DETECTED")["results"]
            if a["acknowledged"] and "ada" in a["acknowledged_by"] and a["acknowledgement"] == "seen, the tape fell"])
        wait("the page says who", lambda: re.search(
            r"seen by .*ada.* at .*: seen, the tape fell", self.text("#alerts tbody")))
        expect(not self.text(button), "once is enough")
        expect(self.browser.run("document.title").startswith("Sextant"), "the title counts it no more")
        wait("the warning before it is over", lambda: "resolved" in self.text("#alerts tbody"))


def falling_tape(path):
    """Bitcoin from 60,000 down by 0.005 % a second: whoever is long on little margin is warned, then liquidated."""
    with open(path, "w") as tape:
        tape.write("ts_ns,bid,bid_size,ask,ask_size\n")
        price = 60000.0
        for row in range(4800):
            price *= 0.999975
            tape.write(f"{1700000000 * 10**9 + row * 5 * 10**8},{price:.1f},50,{price + 0.1:.1f},50\n")


def work(checks, check):
    check()
    checks.quiet()
    print("page:", check.__name__.replace("_", " "), flush=True)


def main():
    parser = argparse.ArgumentParser()
    for name in ("program", "browser", "work", "from", "pictures", "page"):
        parser.add_argument("--" + name)
    options = parser.parse_args()
    start = getattr(options, "from")
    pictures = os.path.join(start, options.pictures) if options.pictures else options.work
    os.makedirs(pictures, exist_ok=True)
    services, browser = [], None
    try:
        service = Service(options.program, os.path.join(options.work, "synthetic"))
        services.append(service)
        service.start()
        browser = Browser(options.browser, options.work)
        if options.page:
            browser.replace_page(os.path.join(start, options.page))
        browser.screen(1440, 1760)
        browser.open(service.address)
        checks = Checks(browser, service)
        checks.live()
        for check in (checks.figures, checks.updates, checks.sign_in, checks.cancel, checks.pause, checks.resume, checks.cancel_all,
                      checks.secretless, checks.keys, checks.pauses_on_scroll, checks.theme, checks.sign_out):
            work(checks, check)
        wait("what was said is gone", lambda: not checks.text("#said"))
        browser.leave()
        for scheme in ("dark", "light"):
            browser.scheme(scheme)
            browser.run("scrollTo(0, 0)")
            time.sleep(1.5)
            browser.picture(os.path.join(pictures, f"page-{scheme}.png"))
        checks.phone()
        browser.scheme("dark")
        browser.run("scrollTo(0, 0)")
        time.sleep(1)
        browser.picture(os.path.join(pictures, "page-phone.png"))
        browser.screen(1440, 1760)
        checks.quiet()
        browser.click("#sign")
        checks.give_token()
        work(checks, checks.close_position)
        checks.restart()
        # Requests that found nobody are what was tested.
        checks.quiet(but=("network",))
        print("page: restart", flush=True)
        work(checks, checks.flatten)
        service.stop()

        tape = os.path.join(options.work, "BTCUSDT_falling.csv")
        falling_tape(tape)
        falling = Service(options.program, os.path.join(options.work, "falling"), "--market", "replay:" + tape,
                          "--speed", "5", "--strategy", "none", "--leverage", "100", "--balance", "1100")
        services.append(falling)
        falling.start()
        browser.open(falling.address)
        checks = Checks(browser, falling)
        checks.live()
        browser.complaints.clear()
        checks.acknowledge()
        checks.quiet()
        print("page: acknowledge")
    except (AssertionError, RuntimeError) as error:
        if browser:
            print("shown:", browser.run("document.body?.innerText ?? ''")[:1500], file=sys.stderr)
            print("console:", browser.complaints[:5], file=sys.stderr)
        print(f"page: {error}", file=sys.stderr)
        raise SystemExit(1)
    finally:
        if browser:
            browser.close()
        for each in services:
            each.kill()
    print("page: figures, live changes, signing in, cancel, commands, keys, themes, phone, restart, acknowledge; a quiet console")


main()
