import type { Note, Position } from '../../core/workflow.ts';
import { GRID } from './card-grid.ts';

/** The note with another text: as large as it was, or as high as the text. */
export function withText(note: Note, text: string): Note {
  return { ...note, text, size: grown(note.size, text) };
}

const BORDER = 1;

function grown([width, height]: Position, text: string): Position {
  const paper = document.createElement('div');
  paper.className = 'note';
  paper.style.cssText = `inset: 0 auto auto 0; width: ${width}px; height: 0; visibility: hidden;`;
  const words = document.createElement('p');
  words.className = 'note-text';
  words.textContent = `${text}\u200b`;
  paper.append(words);
  document.body.append(paper);
  const needed = Math.ceil((words.scrollHeight + 2 * BORDER) / GRID) * GRID;
  paper.remove();
  return [width, Math.max(height, needed)];
}
