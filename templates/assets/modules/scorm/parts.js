// The lesson as its page tells it. Read before the other scripts begin: they take the questions apart.

/** The clips in the order of the page, each with its transcript and its question; null for what a clip has not. */
export function readParts() {
  return Array.from(document.querySelectorAll("figure.run"), (figure, place) => {
    const { slug } = figure.dataset;
    const transcript = figure.querySelector("details.transcript");
    const question = document.getElementById(`question-${slug}`);
    return {
      place,
      slug,
      figure,
      video: figure.querySelector("video"),
      transcript,
      lines: transcript ? Array.from(transcript.querySelectorAll("li")) : [],
      question,
      right: question ? question.querySelector('.options [data-right="true"] .letter').textContent : null,
    };
  });
}
