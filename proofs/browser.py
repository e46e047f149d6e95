"""A headless Chromium driven over its debugging protocol: the standard library only."""

import base64
import json
import os
import re
import shutil
import socket
import struct
import subprocess
import time
import urllib.request


class Socket:
    """A WebSocket client: whole text messages, as much as the debugging protocol needs."""

    def __init__(self, host, port, path):
        self.socket = socket.create_connection((host, port), timeout=30)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        self.buffer = b""
        while b"\r\n\r\n" not in self.buffer:
            self._more()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        if b" 101 " not in head.split(b"\r\n")[0] + b" ":
            raise RuntimeError(f"no WebSocket: {head[:80]!r}")

    def _more(self):
        part = self.socket.recv(1 << 16)
        if not part:
            raise RuntimeError("the browser closed the connection")
        self.buffer += part

    def _take(self, count):
        while len(self.buffer) < count:
            self._more()
        part, self.buffer = self.buffer[:count], self.buffer[count:]
        return part

    def send(self, text):
        body = text.encode()
        size = len(body)
        head = b"\x81" + (
            bytes([0x80 | size]) if size < 126
            else b"\xfe" + struct.pack(">H", size) if size < 1 << 16
            else b"\xff" + struct.pack(">Q", size))
        mask = os.urandom(4)
        repeated = (mask * (size // 4 + 1))[:size]
        masked = (int.from_bytes(body, "big") ^ int.from_bytes(repeated, "big")).to_bytes(size, "big")
        self.socket.sendall(head + mask + masked)

    def receive(self, seconds):
        """The next message, or None when none begins within the time."""
        if not self.buffer:
            self.socket.settimeout(max(seconds, 0.001))
            try:
                self._more()
            except TimeoutError:
                return None
            finally:
                self.socket.settimeout(30)
        message = b""
        while True:
            first, second = self._take(2)
            size = second & 0x7F
            if size == 126:
                size = struct.unpack(">H", self._take(2))[0]
            elif size == 127:
                size = struct.unpack(">Q", self._take(8))[0]
            body = self._take(size)
            if first & 0x0F == 0x8:
                raise RuntimeError("the browser said goodbye")
            if first & 0x0F in (0x0, 0x1):
                message += body
            if first & 0x80 and first & 0x0F in (0x0, 0x1):
                return message.decode()


class Browser:
    """One tab. What its console complains of is kept in `complaints`, what it posts to in `posts`."""

    def __init__(self, program, work):
        self.profile = os.path.join(work, "profile")
        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
             "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
             "--disable-dev-shm-usage", "--remote-debugging-port=0", f"--user-data-dir={self.profile}",
             "about:blank"],
            stdout=subprocess.DEVNULL, stderr=open(os.path.join(work, "browser.log"), "wb"),
            start_new_session=True)
        self.complaints = []
        self.posts = []
        self.replacement = None
        self.counter = 0
        port = self._port()
        self.socket = Socket("127.0.0.1", port, self._tab(port))
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def _port(self):
        path = os.path.join(self.profile, "DevToolsActivePort")
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError("the browser ended at its start")
            if os.path.exists(path):
                lines = open(path).read().split("\n")
                if len(lines) > 1:
                    return int(lines[0])
            time.sleep(0.1)
        raise RuntimeError("the browser did not start within 90 s")

    def _tab(self, port):
        for _ in range(300):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=30) as answer:
                tabs = json.load(answer)
            for tab in tabs:
                if tab["type"] == "page":
                    return "/" + tab["webSocketDebuggerUrl"].split("/", 3)[3]
            time.sleep(0.1)
        raise RuntimeError("the browser has no tab")

    def close(self):
        try:
            os.killpg(self.process.pid, 9)
        except ProcessLookupError:
            pass
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    # Calls and what comes unasked.

    def call(self, method, seconds=60, **parameters):
        number = self._send(method, parameters)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            text = self.socket.receive(deadline - time.monotonic())
            if text is None:
                break
            message = json.loads(text)
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            self._note(message)
        raise RuntimeError(f"{method}: no answer within {seconds} s")

    def _send(self, method, parameters):
        self.counter += 1
        self.socket.send(json.dumps({"id": self.counter, "method": method, "params": parameters}))
        return self.counter

    def _note(self, message):
        method, said = message.get("method"), message.get("params", {})
        if method == "Runtime.exceptionThrown":
            detail = said["exceptionDetails"]
            text = detail.get("exception", {}).get("description") or detail.get("text")
            self.complaints.append(("exception", text))
        elif method == "Runtime.consoleAPICalled" and said["type"] in ("error", "warning", "assert"):
            self.complaints.append(("console", " ".join(str(a.get("value", a)) for a in said["args"])))
        elif method == "Log.entryAdded" and said["entry"]["level"] in ("error", "warning"):
            entry = said["entry"]
            self.complaints.append((entry["source"], entry["text"] + " " + entry.get("url", "")))
        elif method == "Network.requestWillBeSent" and said["request"]["method"] == "POST":
            self.posts.append(said["request"]["url"])
        elif method == "Fetch.requestPaused":
            self._replace(said)

    def _replace(self, said):
        """Gives the tab another page in the place of the service's, with its headers and its nonce."""
        headers = said.get("responseHeaders", [])
        policy = next((h["value"] for h in headers if h["name"].lower() == "content-security-policy"), "")
        nonce = re.search(r"'nonce-([0-9a-f]+)'", policy)
        if said.get("responseStatusCode") != 200 or not nonce:
            self._send("Fetch.continueRequest", {"requestId": said["requestId"]})
            return
        page = open(self.replacement).read().replace("__NONCE__", nonce.group(1))
        kept = [h for h in headers if h["name"].lower() not in ("content-length", "content-encoding")]
        self._send("Fetch.fulfillRequest", {
            "requestId": said["requestId"], "responseCode": 200, "responseHeaders": kept,
            "body": base64.b64encode(page.encode()).decode()})

    def replace_page(self, path):
        self.replacement = path
        self.call("Fetch.enable", patterns=[
            {"urlPattern": "http://127.0.0.1:*/", "requestStage": "Response", "resourceType": "Document"}])

    # What a person does.

    def open(self, address):
        self.call("Page.navigate", url=address)

    def reload(self):
        self.run("window.isOld = true")
        self.call("Page.reload")
        while self.run("window.isOld || document.readyState !== 'complete'"):
            time.sleep(0.1)

    def run(self, script):
        """The value of an expression in the page; promises are awaited."""
        try:
            result = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        except RuntimeError as error:
            if "navigated" not in str(error):
                raise
            return self.run(script)   # asked of the document before
        if "exceptionDetails" in result:
            detail = result["exceptionDetails"]
            raise RuntimeError(f"{script[:80]}: {detail.get('exception', {}).get('description', detail)}")
        return result["result"].get("value")

    def click(self, selector):
        """A click of the mouse in the middle of the first element the selector names."""
        place = self.run(
            f"(() => {{ const node = document.querySelector({json.dumps(selector)}); if (!node) return null;"
            "node.scrollIntoView({block: 'center'}); const box = node.getBoundingClientRect();"
            "return [box.x + box.width / 2, box.y + box.height / 2]; })()")
        if place is None:
            raise AssertionError(f"nothing to click at {selector}")
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)

    def leave(self):
        """The mouse goes where nothing is."""
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=2, y=2)

    def type(self, text):
        self.call("Input.insertText", text=text)

    def press(self, key, code=None):
        code = code or {"Escape": 27, "Enter": 13}.get(key) or ord(key.upper())
        named = {"key": key, "windowsVirtualKeyCode": code}
        text = {} if len(key) > 1 and key != "Enter" else {"text": "\r" if key == "Enter" else key}
        self.call("Input.dispatchKeyEvent", type="keyDown", **named, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", **named)

    def screen(self, width, height, scale=1, phone=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale,
                  mobile=phone)

    def scheme(self, name):
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def picture(self, path):
        data = self.call("Page.captureScreenshot", format="png")["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
