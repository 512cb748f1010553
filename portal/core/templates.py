"""Templates, read once for each language: what they always say is written into them then.

Usually Jinja asks for every text and every address anew each time that a page is drawn: a third of
what a page costs. Here `_("Brands")` and `url_for("static", filename="css/base.css")`, whose
arguments stand in the template, are answered when the template is read.
"""

from collections.abc import Callable, MutableMapping
from inspect import isfunction
from typing import Any, cast

from flask import Flask, has_request_context, request
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from portal.core import i18n
from portal.core.compiled import Shelf
from portal.core.typography import unbroken_days

PASSED = "jinja_pass_arg"
MOST_VARIANTS = 8
"""Two languages, each within a request and without one, at up to two places behind a server."""


class Quick(Context):
    """What a template knows. Macros and plain functions are called without further ado."""

    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls."""
        kind = type(called)
        if kind is Macro:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return called(self.eval_ctx, *args, **kwargs)
        if isfunction(called) and not hasattr(called, PASSED):
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return called(*args, **kwargs)
        return super().call(called, *args, **kwargs)


class Page(Template):
    """A template whose macros, imported elsewhere, know nothing but what all templates know."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """Return the page as it is set: see `typography`."""
        return unbroken_days(super().render(*args, **kwargs))

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        """Return its macros, made once. Jinja would compare two hundred names at each import."""
        del ctx
        return super()._get_default_module()


class Templates(Environment):
    """The templates of the portal. Each language, and each place of the portal, has its own."""

    context_class = Quick
    template_class = Page
    spoken: str | None = None
    """The language that the templates of this variant speak; None for the one that has variants."""
    root: str | None = None
    """The path under which the portal is served, which every address begins with; None outside
    of a request, where no address is known."""

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **options)
        self._app = app
        self._shelf = Shelf(app)
        self._variants: dict[tuple[str, str | None], Templates] = {}

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:  # noqa: A002 -- as Jinja has it
        if self.spoken is None:
            return self.variant()._load_template(name, globals)  # noqa: SLF001 -- one of us
        return super()._load_template(name, globals)

    def variant(self) -> "Templates":
        """Return the templates for whoever reads now."""
        root = request.root_path if has_request_context() and not self._app.debug else None
        key = (i18n.language(), root)
        found = self._variants.get(key)
        if found is None:
            found = self.overlay()
            found.spoken, found.root = key
            found.bytecode_cache = self._shelf.of_variant(*key)
            if len(self._variants) < MOST_VARIANTS:
                self._variants[key] = found
        return found

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if self.spoken is None:
            return tree
        escapes = self.autoescape(name) if callable(self.autoescape) else self.autoescape
        return cast("nodes.Template", Written(self, escapes=escapes).visit(tree))

    def address(self, endpoint: str, values: dict[str, Any]) -> str:
        """Return an address as pages of this variant write it."""
        return cast("Callable[..., str]", self.globals["url_for"])(endpoint, **values)


class Written(NodeTransformer):
    """Writes into a template what its calls always return."""

    def __init__(self, environment: Templates, *, escapes: bool) -> None:
        self._environment = environment
        self._as_text = Markup if escapes else str

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 -- as Jinja has it
        """Answer a call whose arguments stand in the template."""
        self.generic_visit(node)
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        first = node.args[0] if len(node.args) == 1 else None
        if not isinstance(first, nodes.Const) or node.dyn_args or node.dyn_kwargs:
            return node
        if name == "_":
            return self._text(node, first.value)
        if name == "url_for" and self._environment.root is not None:
            return self._address(node, first.value)
        return node

    def _text(self, node: nodes.Call, words: str) -> nodes.Node:
        said = self._as_text(i18n.catalogue(str(self._environment.spoken)).ugettext(words))
        if not node.kwargs:
            return nodes.Const(said % {}, lineno=node.lineno)
        pairs = [
            nodes.Pair(nodes.Const(one.key), one.value, lineno=node.lineno) for one in node.kwargs
        ]
        return nodes.Mod(
            nodes.Const(said), nodes.Dict(pairs, lineno=node.lineno), lineno=node.lineno
        )

    def _address(self, node: nodes.Call, endpoint: str) -> nodes.Node:
        values = {
            one.key: one.value.value for one in node.kwargs if isinstance(one.value, nodes.Const)
        }
        if endpoint.startswith(".") or len(values) < len(node.kwargs):
            return node
        return nodes.Const(self._environment.address(endpoint, values), lineno=node.lineno)
