"""What people do with a file besides handing it on: pass on, answer, tick, return."""

from criteria.choices import Stage
from criteria.models import Holding, Remark
from criteria.permissions import Mandate
from criteria.services import review


def pass_on(world, to="other", *, words="Huyện kết thúc hoạt động", holding=None, stage=3):
    held = holding or Holding.objects.open().get(submission=world.file(), stage=stage)
    return review.pass_on(
        held,
        to=world.agencies[to],
        words=words,
        mandate=world.mandate("office"),
        by=world.people["office"],
    )


def answer(world, words="Đã bổ sung", name="commune", remark=None):
    return review.answer(
        remark or Remark.objects.latest("pk"),
        words=words,
        mandate=Mandate(Stage.DECLARED, world.agencies[name]),
        by=world.people["commune"],
    )


def tick(world, name="district", stage=None, remark=None):
    return review.tick(
        remark or Remark.objects.latest("pk"),
        settled=True,
        mandate=world.mandate(name, stage),
        by=world.people[name],
    )


def returned(world, number=8):
    world.sent()
    world.say("district", number, agrees=False)
    world.act("send_back", "district")
    return Remark.objects.latest("pk")
