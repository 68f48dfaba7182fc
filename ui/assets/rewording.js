/* A question that was understood otherwise than it was meant: edited, or asked as it was typed. */

function fill(text) {
  const box = document.querySelector("#question textarea");
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  return box;
}

/** The question that the message with `link` in it answers, as it was typed. */
function typed(link) {
  const questions = [...document.querySelectorAll("#chat .question")];
  const before = (question) =>
    question.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_FOLLOWING;
  return questions.filter(before).at(-1)?.textContent ?? "";
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#chat .reword a");
  if (!link) return;
  event.preventDefault();
  if (link.matches("[href$='#edit']")) {
    const box = fill(link.closest(".aside").querySelector(".understood").textContent);
    box.focus();
    box.select();
  } else {
    fill(typed(link));
    // Gradio takes the box's value once it has been told of it.
    requestAnimationFrame(() => document.getElementById("as-typed").click());
  }
});
