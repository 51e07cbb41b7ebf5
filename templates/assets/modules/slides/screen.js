// One clip on its slide: the video, and under it the still that stands at the same place until the video has its picture.

/** The middle of the frame before which a beat ends: a seek to its very edge may show either neighbour. */
const MIDDLE = 0.5;

export function makeScreen(slide, still) {
  const video = slide.querySelector("video");
  const stills = [...slide.querySelectorAll(".still")];
  const fps = Number(slide.dataset.fps);
  const ends = stills.map((image) => Number(image.dataset.end));
  let turn = 0; // counts what was asked for, so that an earlier wish does not interfere

  const timeOf = (place) => (ends[place] - MIDDLE) / fps;
  const isAt = (place) => video.readyState >= 2 && !video.seeking && Math.abs(video.currentTime - timeOf(place)) < MIDDLE / fps;

  function put(place) {
    stills.forEach((image, i) => image.classList.toggle("shown", i === place));
  }

  /** Bring the video to a place, and uncover it once its picture is there. */
  async function seek(place, mine) {
    if (!isAt(place)) {
      slide.classList.remove("live");
      await ready(video, 1, "loadedmetadata");
      if (mine !== turn) return;
      video.currentTime = timeOf(place);
      await heard(video, "seeked");
    }
    if (mine === turn) slide.classList.add("live");
  }

  /** Stand at the end of a beat, from 1 on. */
  function show(place) {
    turn += 1;
    video.pause();
    put(place);
    if (!still) seek(place, turn);
  }

  /** Play a beat, and stop at its last picture. */
  async function play(place) {
    if (still) return show(place);
    turn += 1;
    const mine = turn;
    video.pause();
    put(place - 1);
    await seek(place - 1, mine);
    if (mine !== turn) return undefined;
    try {
      await video.play();
    } catch {
      return mine === turn ? show(place) : undefined;
    }
    return watch(video, () => mine === turn, (time) => {
      if (time < timeOf(place) - 1 / fps && !video.ended) return false;
      show(place);
      return true;
    });
  }

  return { show, play, rest };

  function rest() {
    turn += 1;
    video.pause();
  }
}

/** Ask with each picture, until the answer is yes, whether it is the last one; the slower event is for older browsers. */
function watch(video, wanted, isLast) {
  const look = (time) => {
    if (!wanted() || isLast(time)) video.removeEventListener("timeupdate", update);
    else return true;
    return false;
  };
  const update = () => look(video.currentTime);
  const next = () => video.requestVideoFrameCallback?.((_, picture) => look(picture.mediaTime) && next());
  video.addEventListener("timeupdate", update);
  video.addEventListener("ended", update, { once: true });
  next();
}

function ready(video, state, event) {
  return video.readyState >= state ? Promise.resolve() : heard(video, event);
}

function heard(video, event) {
  return new Promise((resolve) => video.addEventListener(event, resolve, { once: true }));
}
