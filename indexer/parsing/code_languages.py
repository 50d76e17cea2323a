"""What the grammars of programming languages call the things that a person looks for by name."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


GRAMMARS = {
    "python": ".py .pyi",
    "javascript": ".js .mjs .cjs .jsx",
    "typescript": ".ts .mts .cts",
    "tsx": ".tsx",
    "c": ".c .h",
    "cpp": ".cc .cpp .cxx .hpp .hh",
    "objc": ".m .mm",
    "csharp": ".cs",
    "java": ".java",
    "kotlin": ".kt .kts",
    "scala": ".scala",
    "groovy": ".groovy .gradle",
    "go": ".go",
    "rust": ".rs",
    "swift": ".swift",
    "ruby": ".rb",
    "php": ".php",
    "perl": ".pl .pm",
    "lua": ".lua",
    "julia": ".jl",
    "haskell": ".hs",
    "sql": ".sql",
    "bash": ".sh .bash .zsh",
    "dart": ".dart",
    "proto": ".proto",
}
GRAMMAR_OF = {
    suffix: grammar for grammar, suffixes in GRAMMARS.items() for suffix in suffixes.split()
}

NODES_BY_WORD = {
    "function": (
        "function_definition function_declaration function_item function_signature "
        "function_signature_item generator_function_declaration subroutine_declaration_statement "
        "create_function rpc"
    ),
    "method": (
        "method_definition method_declaration method singleton_method method_signature "
        "constructor_declaration constructor_definition"
    ),
    "class": (
        "class_definition class_declaration class_specifier abstract_class_declaration class "
        "class_interface class_implementation"
    ),
    "interface": "interface_declaration",
    "struct": "struct_specifier struct_item struct_definition struct_declaration",
    "enum": "enum_declaration enum_item enum_specifier enum_definition enum",
    "trait": "trait_item trait_definition trait_declaration",
    "impl": "impl_item",
    "module": "mod_item module internal_module module_definition",
    "namespace": "namespace_definition namespace_declaration",
    "record": "record_declaration",
    "object": "object_declaration object_definition",
    "protocol": "protocol_declaration",
    "service": "service",
    "message": "message",
    "type": "type_alias_declaration type_item type_declaration type_definition data_type",
    "macro": "macro_definition preproc_function_def",
    "table": "create_table",
    "view": "create_view",
}
WORD_OF = {node: word for word, nodes in NODES_BY_WORD.items() for node in nodes.split()}

HOLDERS = _words(
    "class interface struct trait impl module namespace record object protocol enum service"
)
"""Words for what holds further definitions."""

WRAPPERS = _words(
    "decorated_definition export_statement template_declaration ambient_declaration statement "
    "expression_statement lexical_declaration variable_declaration variable_declarator "
    "declaration"
)
"""Nodes around a single definition, which take its name."""

TRANSPARENT = _words(
    "preproc_ifdef preproc_if preproc_else preproc_elif linkage_specification declarations "
    "declaration_list"
)
"""Nodes around many definitions, of which a reader takes no notice."""

FUNCTION_VALUES = _words("arrow_function function_expression function")
"""What makes the variable that it is assigned to a function."""

BODIES = _words(
    "class_body declaration_list body_statement template_body interface_body enum_body "
    "protocol_body field_declaration_list implementation_definition block"
)
