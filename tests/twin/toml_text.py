"""A scenario as a dictionary -> TOML text."""
import json


def toml_text(document):
    """Sections and arrays of sections at the top, everything below them inline."""
    head = [f"{key} = {value_text(value)}" for key, value in document.items()
            if not is_section(value)]
    for key, value in document.items():
        if is_section(value):
            for section in value if isinstance(value, list) else [value]:
                head.append(f"\n[[{key}]]" if isinstance(value, list) else f"\n[{key}]")
                head += [f"{key_text(k)} = {value_text(v)}" for k, v in section.items()]
    return "\n".join(head) + "\n"


def is_section(value):
    return isinstance(value, dict) or (
        isinstance(value, list) and value != [] and isinstance(value[0], dict))


def key_text(key):
    return key if key.isascii() and key.replace("_", "").isalnum() else text(key)


def text(value):
    return json.dumps(value, ensure_ascii=False)


def value_text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key_text(k)} = {value_text(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(value_text, value)) + "]"
    return text(value) if isinstance(value, str) else repr(value)
