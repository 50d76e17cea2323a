"""How personal data is recognised, kind by kind; `assistant.masking` puts the kinds together."""
