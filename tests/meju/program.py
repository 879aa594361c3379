# SPDX-License-Identifier: GPL-3.0-or-later
"""program.py LIBRARY FOLDER - libmeju from Python, by ctypes alone: indexes two
documents, searches them, and prints what was found."""

import ctypes
import json
import sys
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_size_t, c_void_p


class Error(Structure):
    _fields_ = [("status", c_int), ("text", ctypes.c_char * 1024)]


class Text(Structure):
    _fields_ = [("data", c_void_p), ("len", c_size_t)]


class Query(Structure):
    """The first members are enough: what is behind them is zero."""

    _fields_ = [("size", c_size_t), ("text", c_char_p)]


meju = ctypes.CDLL(sys.argv[1])
meju.meju_version.restype = c_char_p
err = Error()


def call(name, *args):
    if getattr(meju, name)(*args, byref(err)) != 0:
        sys.exit(err.text.decode())


def void(name, handle):
    function = getattr(meju, name)
    function.restype = None
    function(handle)


def index(folder, documents):
    writer = c_void_p()
    lines = "".join(json.dumps(d) + "\n" for d in documents).encode()
    call("meju_writer_open", folder, None, byref(writer))
    call("meju_writer_add_json", writer, lines, c_size_t(len(lines)))
    call("meju_writer_commit", writer, None)
    void("meju_writer_close", writer)


def search(folder, text):
    names = (c_char_p * 1)(folder)
    query = Query(ctypes.sizeof(Query), text.encode())
    opened, result, found = c_void_p(), c_void_p(), POINTER(Text)()
    call("meju_index_open", names, c_size_t(1), None, byref(opened))
    call("meju_search", opened, byref(query), byref(result))
    call("meju_result_json", result, byref(found))
    answer = json.loads(ctypes.string_at(found[0].data, found[0].len))
    void("meju_text_free", found)
    void("meju_result_free", result)
    void("meju_index_close", opened)
    return answer


place = sys.argv[2].encode()
index(place, [{"id": "wine", "title": "Wine", "text": "Red wine."},
              {"id": "beer", "title": "Beer", "text": "Brown ale."}])
for hit in search(place, "wine")["hits"]:
    print(meju.meju_version().decode(), hit["title"])
