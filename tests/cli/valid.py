# SPDX-License-Identifier: GPL-3.0-or-later
"""valid.py SCHEMA NAME.PART...: is each file of that part of the schema?

A file has one value or several.  Each must be UTF-8, without a name twice, of
the part and of the whole schema; and no longer so once a member that the schema
does not name is put into one of its objects, of which the first 30 are tried."""

import itertools
import json
import sys

from jsonschema import Draft202012Validator


class Invalid(Exception):
    pass


def members(pairs):
    if len(dict(pairs)) < len(pairs):
        raise Invalid("a name twice: %s" % [name for name, _ in pairs])
    return dict(pairs)


def no_number(name):
    raise Invalid("no JSON: " + name)


def values(text):
    decoder = json.JSONDecoder(
        object_pairs_hook=members, parse_constant=no_number)
    text = text.lstrip()
    while text:
        value, end = decoder.raw_decode(text)
        yield value
        text = text[end:].lstrip()


def objects(value):
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, (dict, list)):
            yield from objects(inner)


def check(value, part, whole):
    for error in part.iter_errors(value):
        where = "/".join(str(step) for step in error.absolute_path)
        raise Invalid("at /%s: %s" % (where, error.message))
    if not whole.is_valid(value):
        raise Invalid("not valid as a whole")
    for inner in itertools.islice(objects(value), 30):
        inner["not documented"] = 1
        if part.is_valid(value):
            raise Invalid("an unknown member is let pass: %s" % inner)
        del inner["not documented"]


def check_file(path, schema):
    name = path.rpartition(".")[2]
    part = Draft202012Validator(
        {"$ref": "#/$defs/" + name, "$defs": schema["$defs"]})
    with open(path, encoding="utf-8", errors="strict") as f:
        all_values = list(values(f.read()))
    if not all_values:
        raise Invalid("nothing")
    for value in all_values:
        check(value, part, Draft202012Validator(schema))


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        schema = json.load(f)
    Draft202012Validator.check_schema(schema)
    bad = 0
    for path in sys.argv[2:]:
        try:
            check_file(path, schema)
        except (Invalid, ValueError) as error:
            print("%s: %s" % (path, error))
            bad = 1
    return bad


sys.exit(main())
