import './field.css';
import { Slider as Base } from '@base-ui/react/slider';
import type { ControlProps } from './why-not.ts';

export interface SliderProps extends ControlProps {
  value: number;
  /** Called while the thumb moves. */
  onChange: (value: number) => void;
  /** Called once when it is let go. */
  onCommit?: (value: number) => void;
  min: number;
  max: number;
  step?: number;
  /** How a value reads aloud and at the ends. */
  format?: (value: number) => string;
}

export function Slider({ value, onChange, onCommit, min, max, step = 1, format = String, label, disabledReason }: SliderProps) {
  return (
    <Base.Root
      className="ui-slider"
      value={value}
      onValueChange={(next) => onChange(next)}
      onValueCommitted={(next) => onCommit?.(next)}
      min={min}
      max={max}
      step={step}
      disabled={disabledReason !== undefined}
      title={disabledReason}
    >
      <Base.Control className="ui-slider-control">
        <Base.Track className="ui-slider-track">
          <Base.Indicator className="ui-slider-fill" />
          <Base.Thumb
            className="ui-slider-thumb"
            aria-label={label}
            aria-description={disabledReason}
            getAriaValueText={(_text, number) => format(number)}
          />
        </Base.Track>
      </Base.Control>
      <div className="ui-slider-ends num" aria-hidden="true">
        <span>{format(min)}</span>
        <span>{format(max)}</span>
      </div>
    </Base.Root>
  );
}
