"""What a cell says, as a value to store."""

from criteria.choices import Status, ValueType
from criteria.services.measurement import Value
from criteria.words import read_number

# What hands write quickly, Telex or VNI on or off.
DOES_NOT_APPLY = {"-", "–", "kad", "không áp dụng", "khong ap dung"}
YES = {"có", "co", "c", "đạt", "dat", "đ", "true", "1"}
NO = {"không", "khong", "k", "không đạt", "khong dat", "false", "0"}


def read_value(text: str, kind: ValueType | str) -> Value:
    """A text as typed, for an indicator of that kind. Raises ValueError with what to do.

    A blank text says nothing and is the caller's to pass over: it is not zero and not «không áp
    dụng».
    """
    given = " ".join(text.split())
    if not given:
        raise ValueError("Ô trống không nói gì.")
    word = given.lower()
    if word in DOES_NOT_APPLY:
        return Value(applies=False)
    if kind == ValueType.TEXT:
        return Value(word=given)
    if kind != ValueType.BOOLEAN:
        return Value(number=read_number(given))
    answer = read_answer(given)
    if answer is None:
        words = "Hãy nhập Có, Không hoặc «không áp dụng» (c, k, -)."
        raise ValueError(f"{words} Bạn nhập «{given}».")
    return Value(answer=answer)


def read_answer(text: str) -> bool | None:
    """Yes or no in one of the words that people write for it; None for any other."""
    word = " ".join(text.lower().split())
    if word in YES:
        return True
    return False if word in NO else None


def read_status(text: str) -> Status:
    """A status by its code or its word. Raises ValueError."""
    wanted = " ".join(text.lower().split())
    for status in Status:
        if wanted in {status.value, status.label.lower()}:
            return status
    raise ValueError(f"«{text}» không phải là Đạt, Chưa đạt, Đang thực hiện hay Không áp dụng.")
