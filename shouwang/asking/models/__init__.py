from shouwang.asking.models.request import FormRequest

__all__ = ["FormRequest"]
