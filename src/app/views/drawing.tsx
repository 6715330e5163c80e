import { useRef, type ReactNode } from 'react';
import { useSize } from '../dock/use-size.ts';

/** An SVG as wide as its place, drawn in pixels. `label` is what it shows, for those who do not see it. */
export function Drawing({ height, label, children }: { height: number; label: string; children: (width: number) => ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const { width } = useSize(place);
  return (
    <div ref={place} className="drawing" style={{ height }}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={label}>
          {children(width)}
        </svg>
      )}
    </div>
  );
}
