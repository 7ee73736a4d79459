using System.Runtime.Intrinsics;

namespace ClosedLoop.Optimization;

/// <content>The gradient: ½ tr(W ∂K) with W = α αᵀ − K⁻¹.</content>
internal sealed partial class MarginalLikelihood
{
    private void Differentiate(ReadOnlySpan<double> parameters, GaussianProcessParameters at, Span<double> gradient)
    {
        // The factor has done its work; its room serves for the inverse.
        var inverse = _cholesky.Factor;
        Cholesky.Inverse(_inverseFactor, inverse);
        var sums = Sums(inverse, out var interaction, out var pulls);
        var (trace, fit, all) = (0.0, 0.0, 0.0);
        for (var i = 0; i < _data.Count; i++)
        {
            var excess = (Weights[i] * Weights[i]) - inverse[i, i];
            fit += Weights[i] * (_values[i] - Mean);
            all += (_noise[i] + Jitter) * excess;
            trace += double.IsNaN(_data.VarianceOf(i, double.NaN)) ? excess : 0;
        }

        for (var d = 0; d < sums.Length; d++)
        {
            gradient[_data.Groups[d]] += sums[d];
        }

        if (Layout.Interaction >= 0)
        {
            gradient[Layout.Interaction] = interaction * at.Interaction * (1 - at.Interaction);
        }

        if (pulls is not null)
        {
            DifferentiateWarps(at, pulls, gradient);
        }

        // tr(W K) = yᵀα − n, and K without its noise (and jitter) is the signal's part.
        gradient[Layout.Signal] = 0.5 * (fit - _data.Count - all);
        gradient[Layout.Noise] = 0.5 * Math.Exp(parameters[Layout.Noise]) * trace;
    }

    // For each coordinate ½ Σ W ∂K/∂log ℓ; the same by the interaction; and, where inputs are warped, ½ Σ W ∂K/∂z for each datum and coordinate.
    private double[] Sums(PaddedMatrix inverse, out double interaction, out PaddedMatrix? pulls)
    {
        var sums = new Vector512<double>[_data.Dimension];
        var share = Vector512<double>.Zero;
        pulls = _form.Warps ? new PaddedMatrix(_data.Dimension, _data.Count) : null;
        for (var i = 0; i < _data.Count; i++)
        {
            share = Weigh(i, inverse, share);
            var width = PaddedMatrix.Pad(i);
            for (var d = 0; d < sums.Length; d++)
            {
                var weights = (_covariances!.IsNominal(d) ? _nominalRow : _orderedRow).AsSpan(0, width);
                sums[d] = pulls is null
                    ? TileKernel.AddWeightedSquares(weights, _covariances.Scaled.Row(d), _covariances.Scaled[d, i], sums[d])
                    : Pull(weights, d, i, pulls, sums[d]);
            }
        }

        interaction = Vector512.Sum(share);
        return [.. sums.Select(Vector512.Sum)];
    }

    // A row of W times the factors of derivatives, left of the diagonal.
    private Vector512<double> Weigh(int i, PaddedMatrix inverse, Vector512<double> share)
    {
        var weight = Vector512.Create(Weights[i]);
        for (var j = 0; j < i; j += PaddedMatrix.Lanes)
        {
            var both = (weight * Vector512.LoadUnsafe(ref Weights[0], (nuint)j)) - Vector512.LoadUnsafe(ref inverse.Values[(i * inverse.Stride) + j]);
            (both * Vector512.LoadUnsafe(ref _factors.Values[(i * _factors.Stride) + j])).StoreUnsafe(ref _orderedRow[j]);
            if (_covariances!.IsMixed)
            {
                (both * Vector512.LoadUnsafe(ref _nominalFactors.Values[(i * _nominalFactors.Stride) + j])).StoreUnsafe(ref _nominalRow[j]);
            }

            if (Layout.Interaction >= 0)
            {
                share = Vector512.FusedMultiplyAdd(both, Vector512.LoadUnsafe(ref _interactions.Values[(i * _interactions.Stride) + j]), share);
            }
        }

        return share;
    }

    private Vector512<double> Pull(ReadOnlySpan<double> weights, int d, int i, PaddedMatrix pulls, Vector512<double> sum)
    {
        var at = Vector512.Create(_covariances!.Scaled[d, i]);
        var scaled = _covariances.Scaled.Row(d);
        var pulled = pulls.Row(d);
        for (var j = 0; j < weights.Length; j += PaddedMatrix.Lanes)
        {
            var w = Vector512.Create<double>(weights[j..]);
            var difference = Vector512.Create<double>(scaled[j..]) - at;
            sum = Vector512.FusedMultiplyAdd(w, difference * difference, sum);
            var pull = w * difference;
            pulled[i] += Vector512.Sum(pull);
            (Vector512.Create<double>(pulled[j..]) - pull).CopyTo(pulled[j..]);
        }

        return sum;
    }

    private void DifferentiateWarps(GaussianProcessParameters at, PaddedMatrix pulls, Span<double> gradient)
    {
        for (var d = 0; d < _data.Dimension; d++)
        {
            var group = _data.Groups[d];
            if (Layout.Warp(group) is var first and >= 0)
            {
                for (var i = 0; i < _data.Count; i++)
                {
                    var (byA, byB) = at.Warps[group].ByExponents(_data.Points[i][d]);
                    gradient[first] += pulls[d, i] * byA / at.LengthScales[group];
                    gradient[first + 1] += pulls[d, i] * byB / at.LengthScales[group];
                }
            }
        }
    }
}
