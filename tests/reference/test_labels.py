import pytest
from babel import Locale
from flask import Flask, render_template_string
from flask_babel import Babel, force_locale

from portal.reference import labels

PAGE = (
    "{{ term('style', 'commuter') }}|{{ region('430203', whole=true) }}|{{ cluster('lusong') }}"
    "|{{ term_text('age', 'a60') }}|{{ region_text(none) }}|{{ term('style', none) }}"
    "|{{ kind_text('deposit_band') }}|{{ term('style', '<b>') }}"
)


@pytest.fixture
def bare() -> Flask:
    app = Flask(__name__)
    Babel(app, default_locale="zh_Hans_CN")
    labels.init_app(app)
    return app


def test_a_template_prints_the_readers_word_in_its_language(bare: Flask) -> None:
    with bare.test_request_context():
        assert render_template_string(PAGE).split("|") == [
            '<bdi lang="zh-Hans">通勤</bdi>',
            '<bdi lang="zh-Hans">湖南省株洲市芦淞区</bdi>',
            '<bdi lang="zh-Hans">株洲芦淞</bdi>',
            "60岁以上",
            "",
            "",
            "保证金",
            '<bdi lang="zh-Hans">&lt;b&gt;</bdi>',
        ]
        with force_locale(str(Locale("en"))):
            assert render_template_string(PAGE).split("|") == [
                '<bdi lang="en">Commuter</bdi>',
                '<bdi lang="en">Lusong District, Zhuzhou, Hunan</bdi>',
                '<bdi lang="en">Lusong, Zhuzhou</bdi>',
                "60 and over",
                "",
                "",
                "Deposit",
                '<bdi lang="en">&lt;b&gt;</bdi>',
            ]
