# SPDX-License-Identifier: GPL-3.0-or-later
"""What is no HTTP/1.1, or could be read in two ways, is refused, and no second
request comes out of one."""

from serve import check

HOST = b"Host: a.example\r\n"
GET = b"GET /healthz HTTP/1.1\r\n"
NEXT = GET + HOST + b"\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"

# What is sent, and the statuses that may come: a second request out of one is
# one status too many.
HEADS = [
    # the requests that are right
    (NEXT + NEXT, [200, 200]),
    (b"\r\n" + NEXT, [200]),
    (GET + b"hoSt:\ta.example\r\nempty:\r\n\r\n", [200]),
    (GET + HOST + b"X: \r\n\r\n", [200]),
    (GET + HOST + b"X: a\tb \x80\xff\r\n\r\n", [200]),
    (GET + HOST + b"Expect: 100-continue\r\n\r\n", [200]),
    (GET + HOST + b"Content-Length: 0\r\n\r\n", [200]),
    (GET + HOST + b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n"
     b"HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n", [200]),
    (b"HEAD /healthz HTTP/1.1\r\n" + HOST + b"\r\n" + NEXT, [200, 200]),
    # where it goes
    (b"GET http://b.example/healthz HTTP/1.1\r\n" + HOST + b"\r\n", [200]),
    (b"GET HTTP://b.example/healthz HTTP/1.1\r\n" + HOST + b"\r\n", [400]),
    (b"GET ftp://b.example/healthz HTTP/1.1\r\n" + HOST + b"\r\n", [400]),
    (b"GET http://b.example HTTP/1.1\r\n" + HOST + b"\r\n" + NEXT, [404, 200]),
    (b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n" + NEXT, [204, 200]),
    (b"GET * HTTP/1.1\r\n" + HOST + b"\r\n" + NEXT, [400, 200]),
    (b"CONNECT a:80 HTTP/1.1\r\n" + HOST + b"\r\n", [400]),
    (b"CONNECT / HTTP/1.1\r\n" + HOST + b"\r\n" + NEXT, [405, 200]),
    (b"TRACE /healthz HTTP/1.1\r\n" + HOST + b"\r\n" + NEXT, [405, 200]),
    (b"GET healthz HTTP/1.1\r\n" + HOST + b"\r\n", [400]),
    (b"GET ?q HTTP/1.1\r\n" + HOST + b"\r\n", [400]),
    (b"GET /\x7f HTTP/1.1\r\n" + HOST + b"\r\n", [400]),
    (b"GET /\x00 HTTP/1.1\r\n" + HOST + b"\r\n", [400]),
    (b"GET /\x0c HTTP/1.1\r\n" + HOST + b"\r\n", [400]),
    (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", [414]),
    # the host
    (GET + b"\r\n" + NEXT, [400]),
    (GET + HOST + HOST + b"\r\n" + NEXT, [400]),
    (GET + b"Host: a b\r\n\r\n", [400]),
    (GET + b"Host: a/../b\r\n\r\n", [400]),
    (GET + b"Host: a,b\r\n\r\n", [400]),
    (GET + b"Host: u@a\r\n\r\n", [400]),
    (GET + b"Host: a<b\r\n\r\n", [400]),
    # the first line
    (b"GET /healthz HTTP/1.1\n" + HOST + b"\r\n" + NEXT, [400]),
    (b"GET  /healthz HTTP/1.1\r\n" + HOST + b"\r\n", [400]),
    (b"GET /healthz HTTP/1.1 \r\n" + HOST + b"\r\n", [400]),
    (b"GET /healthz\tHTTP/1.1\r\n" + HOST + b"\r\n", [400]),
    (b" GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n", [400]),
    (b"GET /healthz http/1.1\r\n" + HOST + b"\r\n", [400]),
    (b"GET /healthz HTTP/1.1\r\r\n" + HOST + b"\r\n", [400]),
    (b"GET /healthz HTTP/2.0\r\n" + HOST + b"\r\n", [400]),
    (b"GET /healthz HTTP/1.2\r\n" + HOST + b"\r\n", [400]),
    (b"GET /healthz HTTP/1.10\r\n" + HOST + b"\r\n", [400]),
    (b"GET /healthz HTTP/9.9\r\n" + HOST + b"\r\n", [400]),
    (b"GET /healthz HTTP/0.9\r\n" + HOST + b"\r\n", [400]),
    (b"GET /healthz\r\n\r\n", [400]),
    (b"GET /healthz \r\n\r\n", [400]),
    (b"GET\r\n\r\n", [400]),
    (b"G@T /healthz HTTP/1.1\r\n" + HOST + b"\r\n", [400]),
    (b"Extra lineGET /healthz HTTP/1.1\r\n" + HOST + b"\r\n", [400]),
    (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [400]),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\r\n\r\n", [400]),
    # the fields
    (b"GET /healthz HTTP/1.1\nHost: a\n\n" + NEXT, [400]),
    (b"GET /healthz HTTP/1.1\r\nHost: a\n\r\n" + NEXT, [400]),
    (GET + HOST + b"X: a\n\r\n" + NEXT, [400]),
    (GET + HOST + b"\n" + NEXT, [400]),
    (GET + HOST + b"\rX: a\r\n\r\n" + NEXT, [400]),
    (GET + HOST + b"X: a\r\n b\r\n\r\n" + NEXT, [400]),
    (GET + HOST + b"X: a\r\n\tb\r\n\r\n" + NEXT, [400]),
    (GET + HOST + b"X: a\r\n Content-Length: 5\r\n\r\nhello" + NEXT, [400]),
    (GET + HOST + b" X: a\r\n\r\n" + NEXT, [400]),
    (GET + b" " + HOST + b"\r\n" + NEXT, [400]),
    (GET + HOST + b"X: a\rb\r\n\r\n" + NEXT, [400]),
    (GET + HOST + b"X: a\x00b\r\n\r\n" + NEXT, [400]),
    (GET + HOST + b"X: a\x07\r\n\r\n" + NEXT, [400]),
    (GET + HOST + b"X[]: a\r\n\r\n" + NEXT, [400]),
    (GET + HOST + b"X\xc3\xa9: a\r\n\r\n" + NEXT, [400]),
    (GET + HOST + b"X : a\r\n\r\n" + NEXT, [400]),
    (GET + HOST + b"no colon\r\n\r\n" + NEXT, [400]),
    (GET + HOST + b": no name\r\n\r\n" + NEXT, [400]),
    (GET + HOST + b"X: " + b"a" * 20000 + b"\r\n\r\n", [431]),
    (GET + HOST + b"".join(b"X%d: a\r\n" % i for i in range(70)) + b"\r\n",
     [431]),
    (GET + HOST + b"".join(b"X%d: a\r\n" % i for i in range(300)) + b"\r\n",
     [400, 431]),
    # lengths
    (GET + HOST + b"Content-Length: 5\r\n\r\nhello" + NEXT, [413]),
    (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\n\r\nhello" + NEXT,
     [413]),
    (GET + HOST + b"Content-Length: 0\r\nContent-Length: 44\r\n\r\n" + NEXT,
     [413]),
    (GET + HOST + b"Content-Length: 44\r\nContent-Length: 0\r\n\r\n" + NEXT,
     [413]),
    (GET + HOST + b"Content-Length: 0\r\nContent-Length: 0\r\n\r\n" + NEXT,
     [400]),
    (GET + HOST + b"Content-Length: 0, 0\r\n\r\n" + NEXT, [400, 413]),
    (GET + HOST + b"Content-Length: 0, 5\r\n\r\nhello" + NEXT, [400, 413]),
    (GET + HOST + b"Content-Length:\r\n\r\n" + NEXT, [400, 413]),
    (GET + HOST + b"Content-Length: +0\r\n\r\n" + NEXT, [400, 413]),
    (GET + HOST + b"Content-Length: -0\r\n\r\n" + NEXT, [400, 413]),
    (GET + HOST + b"Content-Length: 00\r\n\r\n" + NEXT, [400, 413]),
    (GET + HOST + b"Content-Length: 0_0\r\n\r\n" + NEXT, [400, 413]),
    (GET + HOST + b"Content-Length: 0 0\r\n\r\n" + NEXT, [400, 413]),
    (GET + HOST + b"Content-Length: 0\x0b\r\n\r\n" + NEXT, [400, 413]),
    (GET + HOST + b"Content-Length: -1\r\n\r\n" + NEXT, [400, 413]),
    (GET + HOST + b"Content-Length: -123456789123456789123456789\r\n\r\n",
     [400, 413]),
    (GET + HOST + b"Content-Length: abc\r\n\r\n", [400, 413]),
    (GET + HOST + b"Content-Length: 0x5\r\n\r\nhello" + NEXT, [400, 413]),
    (GET + HOST + b"Content-Length: 5;a\r\n\r\nhello" + NEXT, [400, 413]),
    (GET + HOST + b"Content-Length: 18446744073709551616\r\n\r\n" + NEXT,
     [400, 413]),
    (GET + HOST + b"Content-Length: 99999999999999999999\r\n\r\n", [400, 413]),
    (GET + HOST + b"Content-Length : 5\r\n\r\nhello" + NEXT, [400]),
    (GET + HOST + b"Content\x00-Length: 5\r\n\r\nhello" + NEXT, [400]),
    (GET + HOST + b"Content-Length: 5\r\nExpect: 100-continue\r\n\r\n",
     [413]),
    # codings
    (GET + HOST + CHUNKED + b"\r\n0\r\n\r\n" + NEXT, [400, 413]),
    (GET + HOST + CHUNKED + CHUNKED + b"\r\n0\r\n\r\n" + NEXT, [400, 413]),
    (GET + HOST + CHUNKED + b"Content-Length: 5\r\n\r\n", [400, 413]),
    (GET + HOST + CHUNKED + b"Content-Length: 4\r\n\r\n1\r\nZ\r\n0\r\n\r\n" +
     NEXT, [400, 413]),
    (GET + HOST + b"Content-Length: 4\r\n" + CHUNKED +
     b"\r\n1\r\nZ\r\n0\r\n\r\n" + NEXT, [400, 413]),
    (b"GET /healthz HTTP/1.0\r\n" + CHUNKED + b"\r\n0\r\n\r\n" + NEXT,
     [400, 413]),
    (GET + HOST + CHUNKED + b"\r\n5;a=b\r\nhello\r\n0\r\n\r\n" + NEXT,
     [400, 413]),
    (GET + HOST + CHUNKED + b"\r\n0;" + b"a" * 70000 + b"\r\n\r\n" + NEXT,
     [400, 413]),
    (GET + HOST + CHUNKED + b"\r\nffffffffffffffff\r\n" + NEXT, [400, 413]),
    (GET + HOST + CHUNKED + b"\r\n10000000000000000\r\n" + NEXT, [400, 413]),
    (GET + HOST + CHUNKED + b"\r\n-1\r\n\r\n" + NEXT, [400, 413]),
    (GET + HOST + CHUNKED + b"\r\n0x0\r\n\r\n" + NEXT, [400, 413]),
    (GET + HOST + CHUNKED + b"\r\nzz\r\n" + NEXT, [400, 413]),
    (GET + HOST + CHUNKED + b"\r\n1\nZ\n0\n\n" + NEXT, [400, 413]),
    (GET + HOST + CHUNKED + b"\r\n0\r\nContent-Length: 5\r\n\r\n" + NEXT,
     [400, 413]),
    (GET + HOST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + NEXT,
     [400]),
    (GET + HOST + b"Transfer-Encoding: identity\r\n\r\n" + NEXT, [400]),
    (GET + HOST + b"Transfer-Encoding:\r\n\r\n" + NEXT, [400]),
    (GET + HOST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + NEXT,
     [400]),
    (GET + HOST + b"Transfer-Encoding: chunked, identity\r\n\r\n" + NEXT,
     [400]),
    (GET + HOST + b"Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n" + NEXT,
     [400]),
    (GET + HOST + b"Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n" + NEXT,
     [400]),
    (GET + HOST + b"Transfer-Encoding: chunked\x00\r\n\r\n0\r\n\r\n" + NEXT,
     [400]),
    (GET + HOST + b"Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n" + NEXT,
     [400]),
    (GET + HOST + b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" + NEXT,
     [400]),
    (GET + HOST + b"X: a\r\n\r\nTransfer-Encoding: chunked\r\n\r\n", [200, 400]),
    (GET + HOST + b"TRANSFER-ENCODING: CHUNKED\r\n\r\n0\r\n\r\n" + NEXT,
     [400, 413]),
]


def heads(s):
    for sent, wanted in HEADS:
        statuses, ended = s.raw(sent, 0.7)
        good = statuses == wanted or (len(statuses) == 1 and
                                      statuses[0] in wanted and
                                      statuses[0] >= 400 and ended)
        check(good, sent[:120], "->", statuses, ended, "not", wanted)


def pieces(s):
    """A head in pieces is waited for, and is the same request."""
    whole = GET + HOST + b"\r\n"
    for i in range(1, len(whole)):
        if i < 24 or i > len(whole) - 6 or i % 5 == 0:
            with s.connect() as c:
                c.sendall(whole[:i])
                c.settimeout(0.02)
                try:
                    check(False, whole[:i], "has an answer", c.recv(4096))
                except TimeoutError:
                    pass
                c.settimeout(20)
                c.sendall(whole[i:])
                check(b"HTTP/1.1 200 " in c.recv(4096), "in pieces", i)
