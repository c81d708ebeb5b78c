# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A contract with versions: each is taken as it was agreed, all are applied as the newest."""

from dataclasses import replace

from odoo.tests import tagged

from ..core.contract import Payload, Text, get
from .common import PING, IntegrationCase, event, registered

FIRST = get(PING)
V2 = "construction.ping.sent.v2"
V3 = "construction.ping.sent.v3"


class Second(Payload):
    words: list[Text]


class Third(Payload):
    words: list[Text]
    loud: bool


def split(data):
    return {"words": data["text"].split()}


def add_loud(data):
    return data | {"loud": data["words"] == ["HELLO"]}


def versions(first_step=split, second_step=add_loud):
    return (
        replace(FIRST, upcast=first_step),
        replace(
            FIRST,
            version=2,
            payload=Second,
            upcast=second_step,
            document=lambda data: " ".join(data.words),
            example={"words": ["hello"]},
        ),
        replace(
            FIRST,
            version=3,
            payload=Third,
            document=lambda data: " ".join(data.words),
            example={"words": ["hello"], "loud": False},
        ),
    )


@tagged("post_install", "-at_install")
class TestVersions(IntegrationCase):
    def setUp(self):
        super().setUp()
        self.applied = []
        self.use(*versions())
        self.system._allow([V2, V3])
        self.startPatcher(self.handle(_apply=lambda handler, items: self.apply(items)))

    def use(self, *contracts):
        self.enterContext(registered(*contracts))
        self.env.registry.clear_cache()

    def apply(self, items):
        self.applied.append([(item.message.external_id, item.data) for item in items])

    def second(self, id_, *words):
        return event(id_, type=V2, data={"words": list(words)})

    def third(self, id_, *words):
        return event(id_, type=V3, data={"words": list(words), "loud": False})

    def test_each_version_is_judged_by_itself(self):
        results = self.accept(
            event("1"),
            event("2", data={"words": ["hello"]}),
            self.second("3", "hello"),
            event("4", type=V2),
        )
        self.assertEqual(
            [result.status for result in results], ["accepted", "rejected", "accepted", "rejected"]
        )

    def test_all_are_applied_as_the_newest(self):
        self.accept(event("1", "HELLO"), self.second("2", "good", "day"), self.third("3", "bye"))
        self.drain()
        self.assertEqual(
            self.applied,
            [
                [
                    ("1", Third(words=["HELLO"], loud=True)),
                    ("2", Third(words=["good", "day"], loud=False)),
                    ("3", Third(words=["bye"], loud=False)),
                ]
            ],
        )
        self.assertEqual(self.states(), dict.fromkeys("123", "done"))

    def test_what_was_sent_is_kept(self):
        self.accept(event("1", "good day"))
        self.drain()
        message = self.message("1")
        self.assertEqual((message.type, message.payload), (PING, {"text": "good day"}))

    def test_one_document_never_twice_in_a_bulk(self):
        self.accept(event("1", "good day"), self.third("2", "good", "day"), event("3", "bye"))
        self.drain()
        self.assertEqual(
            [[id_ for id_, _data in bulk] for bulk in self.applied], [["1"], ["2", "3"]]
        )

    def test_failing_upcaster_is_an_exception(self):
        def fail(data):
            raise KeyError("secret") if data["text"] == "bad" else ValueError(data)

        table = [
            (fail, add_loud, "could not be turned"),
            (split, fail, "could not be turned"),
            (split, dict, "/data/loud: This field is required"),
            (lambda data: None, add_loud, "could not be turned"),
        ]
        for number, (first, second, text) in enumerate(table):
            id_ = f"bad{number}"
            with self.subTest(number), registered(*versions(first, second)):
                self.accept(event(id_, "bad"), self.third(f"good{number}", "hello"))
                self.drain()
                message = self.message(id_)
                self.assertEqual(
                    (message.state, message.reason_code), ("exception", "contract.upcast")
                )
                self.assertIn(text, message.reason_text)
                self.assertNotIn("secret", message.reason_text)
                self.assertTrue(message.reason_what_to_do)
                self.assertEqual(self.message(f"good{number}").state, "done")

    def test_mended_upcaster_lets_it_pass(self):
        with registered(*versions(dict)):
            self.accept(event("1"))
            self.drain()
        self.assertEqual(self.message("1").state, "exception")
        self.assertFalse(self.applied)
        operator = self._create_user("group_operator")
        self.message("1").with_user(operator).action_retry()
        self.drain()
        self.assertEqual(self.message("1").state, "done")

    def test_upcast_into_a_version_that_is_not_installed(self):
        self.accept(event("1"))
        with registered(replace(versions()[2], handler="integration.handler.missing")):
            self.drain()
        self.assertEqual(self.message("1").reason_code, "contract.unknown")
