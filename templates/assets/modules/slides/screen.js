// One clip on its slide: the video, and under it the still of the same place until the video has its picture.

/** The middle of the frame before which a beat ends: a seek to its very edge may show either neighbour. */
const MIDDLE = 0.5;
/** How long a beat waits for its video, in milliseconds; a lecture goes on with the still. */
const PATIENCE_MS = 4000;

export function makeScreen(slide, still) {
  const video = slide.querySelector("video");
  const stills = [...slide.querySelectorAll(".still")];
  const fps = Number(slide.dataset.fps);
  const ends = stills.map((image) => Number(image.dataset.end));
  let turn = 0; // counts what was asked for, so that an earlier wish does not interfere

  const timeOf = (place) => (ends[place] - MIDDLE) / fps;
  const hasPicture = () => video.readyState >= 2 && !video.seeking;
  const isAt = (place) => hasPicture() && Math.floor(video.currentTime * fps) === ends[place] - 1;

  function put(place) {
    stills.forEach((image, i) => image.classList.toggle("shown", i === place));
  }

  /** Bring the video to a place, and uncover it once its picture is there. */
  async function seek(place, mine) {
    if (!isAt(place)) {
      slide.classList.remove("live");
      await ready(video);
      if (mine !== turn || video.error) return;
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
    await Promise.race([seek(place - 1, mine), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
    if (mine !== turn) return undefined;
    if (!slide.classList.contains("live")) return show(place);
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

  function rest() {
    turn += 1;
    video.pause();
  }

  return { show, play, rest };
}

/** Ask with each picture, until the answer is yes, whether it is the last one; the slower event is for older browsers. */
function watch(video, wanted, isLast) {
  const look = (time) => {
    const goesOn = wanted() && !isLast(time);
    if (!goesOn) video.removeEventListener("timeupdate", update);
    return goesOn;
  };
  const update = () => look(video.currentTime);
  const next = () => video.requestVideoFrameCallback?.((_, picture) => look(picture.mediaTime) && next());
  video.addEventListener("timeupdate", update);
  video.addEventListener("ended", update, { once: true });
  next();
}

/** Wait until the video can be sent anywhere, or has failed. */
function ready(video) {
  if (video.readyState >= 1 || video.error) return Promise.resolve();
  return Promise.race([heard(video, "loadedmetadata"), heard(video, "error")]);
}

function heard(video, event) {
  return new Promise((resolve) => video.addEventListener(event, resolve, { once: true }));
}
