const STEPS = [-3, -2, -1, 0, 1, 2, 3];

/** The diverging ramp with words at both ends. */
export const RampLegend = ({ low, high }: { low: string; high: string }) => (
  <p className="ramp">
    {low}{' '}
    {STEPS.map((step) => (
      <i key={step} data-step={step} aria-hidden="true" />
    ))}{' '}
    {high}
  </p>
);
