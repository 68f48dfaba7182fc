/* A question that was understood otherwise than it was meant: edited, asked as it was typed, or as
   the other thing that it may mean. */

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

// Gradio takes the box's value once it has been told of it.
const askAlone = () =>
  requestAnimationFrame(() => document.getElementById("as-typed").click());

let anew = 0;

/** Ask `question` in a new conversation, once the page is empty; the one that is open stays in the
    list. A page that does not empty soon is left alone, and so is one that the reader goes on with. */
function askAnew(question) {
  clearInterval(anew);
  document.querySelector("#composer button.new").click();
  const until = Date.now() + 5000;
  anew = setInterval(() => {
    const box = document.querySelector("#question textarea");
    if (Date.now() > until || box.value) clearInterval(anew);
    else if (!document.querySelector("#chat .answer")) {
      clearInterval(anew);
      fill(question);
      askAlone();
    }
  }, 100);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#chat .aside a");
  if (!link) return;
  event.preventDefault();
  if (link.matches("[href$='#anew']")) askAnew(typed(link));
  else if (link.matches("[href$='#edit']")) {
    const box = fill(link.closest(".aside").querySelector(".understood").textContent);
    box.focus();
    box.select();
  } else {
    fill(link.matches("[href$='#other']") ? link.textContent : typed(link));
    askAlone();
  }
});
