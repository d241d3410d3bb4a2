import asyncio
import json
import queue
import random
import re
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

import keras_seq
from keras_seq import app as apps
from keras_seq import config
from keras_seq.serving import pages, requests
from keras_seq.serving.requests import Limits, RefusedError
from keras_seq.serving.service import application

SMALL = {"epochs": 1, "max_train_samples": 60, "units": 4, "embedding_dim": 4,
         "cell": "simple_rnn", "bidirectional": False}  # fmt: skip


@pytest.fixture(scope="module")
def reviews(tmp_path_factory):
    return keras_seq.run("imdb_sentiment", SMALL, tmp_path_factory.mktemp("serve") / "reviews")


@pytest.fixture(scope="module")
def walks(tmp_path_factory):
    room = tmp_path_factory.mktemp("serve")
    rows = [f"m{i // 6},{i % 7},{'ab'[i // 6 % 2]}" for i in range(180)]
    (room / "walks.csv").write_text("\n".join(["unit,load,label", *rows]) + "\n")
    options = {"data": str(room / "walks.csv"), "sequence_column": "unit", "epochs": 1, "units": 4}
    return keras_seq.run("sequence_classification", options, room / "walks")


@pytest.fixture(scope="module")
def client(reviews):
    with TestClient(application({"reviews": reviews}, limits=Limits(megabytes=0.1, inputs=5)),
                    base_url="http://localhost") as client:  # fmt: skip
        yield client


def test_answers_are_those_of_predict(client, reviews):
    texts = ["I loved it", "never again"]
    said = client.post("/predict", json={"inputs": texts})
    assert said.status_code == 200
    assert said.json()["answers"] == list(reviews.predict(texts))
    as_text = reviews.app.task.as_text
    assert said.json()["texts"] == [as_text(answer) for answer in said.json()["answers"]]
    by_name = client.post("/runs/reviews/predict", json={"inputs": texts})
    assert by_name.json() == said.json()


def test_a_file_of_texts_is_read_as_by_the_command_line(client):
    table = b"text,label\na good film,positive\na bad film,negative\n"
    said = client.post("/predict", files={"file": ("t.csv", table)})
    assert [one["text"] for one in said.json()["answers"]] == ["a good film", "a bad film"]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("{", "the body is not JSON"), ("[1]", "the body must be"), ("[" * 9999, "nested too"),
        ('{"input": []}', "'input' is none of inputs"), ('{"inputs": 3}', "inputs must be a list"),
        ('{"inputs": [3]}', "inputs must be texts"), ("{}", "no input to predict from"),
        ('{"inputs": ["a"], "options": {"units": 3}}', "unknown option units"),
        ('{"inputs": ["a"], "options": {"at_once": 3}}', "at_once: not for a request"),
        ('{"inputs": ["a"], "format": "gff3"}', "no format is called gff3"),
        ('{"inputs": ["a", "a", "a", "a", "a", "a"]}', "more than 5 inputs"),
    ],
)  # fmt: skip
def test_wrong_input_is_one_line(client, content, line):
    said = client.post("/predict", content=content)
    assert said.status_code == 422
    assert line in said.json()["error"] and "\n" not in said.json()["error"]


def test_other_refusals_have_their_own_status(client, reviews):
    assert client.post("/predict", content="x" * 100_001).status_code == 413
    assert client.post("/runs/other/predict", json={"inputs": ["a"]}).status_code == 404
    assert client.get("/predict").status_code == 405
    assert client.get("/health", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/health").json()["runs"] == ["reviews"]

    def full(question):
        raise queue.Full

    asking = SimpleNamespace(ask=full, stop=lambda: None)
    busy = TestClient(application({"reviews": reviews}, asking=asking), base_url="http://localhost")
    for stream in (False, True):
        said = busy.post("/predict", json={"inputs": ["a"], "stream": stream})
        assert said.status_code == 503 and "too many requests" in said.json()["error"]


def test_a_token_is_asked_for(reviews):
    client = TestClient(application({"reviews": reviews}, token="secret"))
    assert client.post("/predict", json={"inputs": ["a"]}).status_code == 401
    wrong = {"Authorization": "Bearer secre"}
    assert client.post("/predict", json={"inputs": ["a"]}, headers=wrong).status_code == 401
    right = {"Authorization": "Bearer secret"}
    assert client.post("/predict", json={"inputs": ["a"]}, headers=right).status_code == 200
    assert client.get("/").status_code == 401 and client.get("/?token=secret").status_code == 200


def test_a_body_that_does_not_come_is_given_up():
    class Slow:
        headers = {}  # noqa: RUF012

        async def stream(self):
            await asyncio.sleep(10)
            yield b""

    with pytest.raises(RefusedError) as refused:
        asyncio.run(requests.body(Slow(), Limits(seconds=0.01)))
    assert refused.value.status == 408


def test_no_path_of_a_request_is_opened(walks, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("load\n1\n2\n")
    client = TestClient(application({"walks": walks}), base_url="http://localhost")
    said = client.post("/predict", json={"inputs": [str(secret)]})
    assert said.status_code == 422 and "this run answers files" in said.json()["error"]
    said = client.post("/predict", files={"file": (str(secret), secret.read_bytes())})
    assert said.json()["answers"][0]["input"] == "secret.csv"
    wrong = client.post("/predict", files={"file": ("secret.csv", b"load\nx\n")})
    assert wrong.status_code == 422 and wrong.json()["error"].startswith("secret.csv, line 2")
    assert not list(requests.IN_MEMORY.glob("tmp*/secret.csv"))


def test_several_runs_stand_beside_each_other(reviews, walks):
    runs = {"reviews": reviews, "walks": walks}
    client = TestClient(application(runs), base_url="http://localhost")
    assert re.findall(r'href="(/[^"]*)"', client.get("/").text) == ["/runs/reviews", "/runs/walks"]
    said = client.post("/predict", json={"inputs": ["a"]})
    assert said.status_code == 404 and "/runs/walks/predict" in said.json()["error"]


def test_streams_are_lines_of_pieces(client):
    said = client.post("/predict", json={"inputs": ["a film", "a plot"], "stream": True})
    rows = [json.loads(line) for line in said.text.splitlines()]
    assert [row["answer"]["text"] for row in rows] == ["a film", "a plot"]


def test_the_page_is_whole_by_itself_and_lets_no_other_script_run(client, reviews):
    said = client.get("/")
    assert not re.findall(r'(?:src|href)="(?!data:)', said.text)
    (nonce,) = re.findall(r"script-src 'nonce-([^']+)'", said.text)
    assert re.findall(r"<script[^>]*>", said.text) == [f'<script nonce="{nonce}">']
    assert client.get("/").text != said.text  # another nonce
    assert "majority class" in said.text and "synthetic" in said.text
    example = reviews.metrics["example"]
    assert not example or example[0] in said.text


def test_the_example_of_a_run_that_answers_files_can_be_fetched(walks):
    client = TestClient(application({"walks": walks}), base_url="http://localhost")
    said = client.get("/example")
    paths = pages.example_files(walks)
    assert said.status_code == (200 if paths else 404)
    if paths:
        assert said.content == paths[0].read_bytes()


def test_a_thousand_malformed_requests_are_no_fault_of_ours(client):
    draw = random.Random(0)
    whole = json.dumps({"inputs": ["a film"], "options": {}, "stream": False}).encode()
    statuses = set()
    for _ in range(1000):
        content = bytearray(whole)
        for _ in range(draw.randint(1, 6)):
            at = draw.randrange(len(content))
            content[at : at + draw.randint(0, 3)] = draw.randbytes(draw.randint(0, 3))
        kind = draw.choice(["application/json", "multipart/form-data; boundary=b", "x", "",
                            "multipart/form-data"])  # fmt: skip
        if draw.random() < 0.3:
            content = (
                b"--b\r\nContent-Disposition: form-data; name=inputs\r\n\r\n"
                + content
                + b"\r\n--b--"
            )
        path = draw.choice(["/predict", "/runs/reviews/predict", "/runs/%00/predict", "/predict/"])
        statuses.add(client.post(path, content=bytes(content),
                                 headers={"Content-Type": kind}).status_code)  # fmt: skip
    assert statuses <= {200, 400, 404, 422} and 422 in statuses


def test_each_option_that_is_text_is_known_to_name_no_file():
    harmless = {"label", "find", "metre", "key", "question"}
    for name in apps.names():
        for field in config.options(apps.load(name).task.options):
            if field.type is str and not field.choices and field.name not in harmless:
                assert field.writes or field.reads, f"{name}: {field.flag}"
