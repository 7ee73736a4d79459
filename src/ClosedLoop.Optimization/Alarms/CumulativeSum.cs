namespace ClosedLoop.Optimization;

/// <summary>
/// Page's cumulative sum (Page 1954) of log likelihood ratios of "changed" against "as predicted": it rests at 0 while predictions hold and climbs when they do
/// not. It alarms at the threshold and ends the alarm when it is back at 0; it does not climb beyond the threshold, so that an alarm ends soon after its cause.
/// </summary>
internal sealed class CumulativeSum(double threshold)
{
    private double _sum;
    private bool _standing;
    private int _left;

    /// <summary>The trial whose end raised the alarm that stands, or null.</summary>
    public int? Since { get; private set; }

    /// <summary>The trial after which the sum last left 0: where the change is likeliest to have begun.</summary>
    public int Left => _left;

    /// <summary>One more trial.</summary>
    public void Add(int trial, double logRatio)
    {
        if (_sum == 0)
        {
            _left = trial;
        }

        _sum = Math.Clamp(_sum + logRatio, 0, threshold);
        _standing = _sum >= threshold || (_standing && _sum > 0);
        Since = _standing ? Since ?? trial : null;
    }
}
