"""What a course changes in `nbgrader autograde`: no slip costs a submission, no cell of a student's runs."""

from __future__ import annotations

from typing import Any

from nbformat import from_dict
from nbgrader.preprocessors import DeduplicateIds, Execute, OverwriteCells


class DropCopies(DeduplicateIds):
    """Makes a copied cell an ordinary one: nbgrader leaves empty metadata on it, then refuses the notebook for them."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        """Takes the metadata off where nbgrader has emptied them."""
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if cell.metadata.get("nbgrader") == {}:
            del cell.metadata["nbgrader"]
        return cell, resources


class RestoreCells(OverwriteCells):
    """Puts back every cell of the course that a student has deleted.

    nbgrader's own way finds a place only behind a graded cell, and fails behind any other.
    """

    add_missing_cells = True

    def add_missing_grade_cells(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Each missing cell comes behind the one that it follows in the course."""
        notebook = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        most = {cell.name: cell.max_score for cell in notebook.grade_cells}
        answers = {cell.name for cell in notebook.solution_cells}
        behind = 0
        for source in notebook.source_cells:
            known = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in nb.cells]
            if source.name in known:
                behind = known.index(source.name) + 1
                continue
            cell = self.missing_cell_transform(source, most.get(source.name, 0), is_solution=source.name in answers)
            if source.name not in most:
                cell.metadata["nbgrader"]["grade"] = False
                del cell.metadata["nbgrader"]["points"]
            nb.cells.insert(behind, from_dict(cell))
            behind += 1
        return nb, resources


class ExecuteLocked(Execute):
    """Runs the cells of the course alone: those that are locked, whose text nbgrader has just restored, and the tests.

    What is judged is the module, in a process of its own. A student's cells could only do harm: end the kernel, wait
    forever, or change what the check cells say.
    """

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        """Runs the cell, or leaves it as it is."""
        ours = cell.metadata.get("nbgrader", {})
        if ours.get("grade_id") and (ours.get("locked") or (ours.get("grade") and not ours.get("solution"))):
            super().preprocess_cell(cell, resources, index)
        return cell, resources
