# expected: pickle-network in decode_payload_calls_nothing
HARMLESS = {"range": range, "complex": complex, "set": set, "frozenset": frozenset, "slice": slice}


class _PlainUnpickler(pickle.Unpickler):
    def find_class(self, module, name):
        if module == "builtins" and name in HARMLESS:
            return HARMLESS[name]
        raise pickle.UnpicklingError(f"{module}.{name} is forbidden")
