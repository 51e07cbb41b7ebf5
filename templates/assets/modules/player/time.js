// The time of a video: seeking before anything has loaded, whole frames, and whether the reader wants motion at all.

const LESS_MOTION = window.matchMedia("(prefers-reduced-motion: reduce)");
const wanted = new WeakMap();

/** Whether the reader's system asks for less motion; `then` is called when that changes. */
export function asksForStills(then) {
  if (then) LESS_MOTION.addEventListener("change", then);
  return LESS_MOTION.matches;
}

/** Go to `time`, in seconds. A video that waits is loaded first; of several wishes the last one counts. */
export function seek(video, time) {
  const waits = wanted.has(video); // until the event comes, not only until the data are there
  if (!waits && video.readyState >= HTMLMediaElement.HAVE_METADATA) {
    video.currentTime = time;
    return;
  }
  wanted.set(video, time);
  if (waits) return;
  video.addEventListener("loadedmetadata", () => arrive(video), { once: true });
  video.preload = "auto";
  if (video.networkState !== HTMLMediaElement.NETWORK_LOADING) video.load();
}

function arrive(video) {
  video.currentTime = wanted.get(video);
  wanted.delete(video);
}

/** Where the video stands, or will stand once it has loaded. */
export function timeOf(video) {
  return wanted.get(video) ?? video.currentTime;
}

export function frameAt(time, fps) {
  return Math.floor(time * fps + 1e-3);
}

/** The middle of a frame: at its edge a browser may still show the one before. */
export function middleOf(frame, fps) {
  return (frame + 0.5) / fps;
}

export function play(video) {
  const playing = video.play();
  if (playing) playing.catch(() => {}); // refused or interrupted: the reader's controls are still there
}
