import { FileUp } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { Icon } from '../ui/icons.tsx';

export interface DropZoneProps {
  hint: string;
  /** Gets the files and the point of the window where they were let go. */
  onFiles: (files: readonly File[], point: { x: number; y: number }) => void;
}

/** Takes files that are dropped anywhere in the window, and says so while they are dragged over it. */
export function DropZone({ hint, onFiles }: DropZoneProps) {
  const [over, setOver] = useState(false);
  const take = useEffectEvent(onFiles);
  useEffect(() => {
    const stop = new AbortController();
    const listen = (type: 'dragover' | 'dragleave' | 'drop', hear: (event: DragEvent) => void): void =>
      addEventListener(type, (event) => hasFiles(event) && hear(event), { signal: stop.signal });
    listen('dragover', (event) => {
      event.preventDefault();
      setOver(true);
    });
    listen('dragleave', (event) => event.relatedTarget === null && setOver(false));
    listen('drop', (event) => {
      event.preventDefault();
      setOver(false);
      take([...(event.dataTransfer?.files ?? [])], { x: event.clientX, y: event.clientY });
    });
    return () => stop.abort();
  }, []);
  return (
    over && (
      <div className="drop-zone">
        <span>
          <Icon of={FileUp} size={20} />
          {hint}
        </span>
      </div>
    )
  );
}

const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;
