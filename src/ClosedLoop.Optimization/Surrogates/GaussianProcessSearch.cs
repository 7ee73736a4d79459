namespace ClosedLoop.Optimization;

/// <summary>
/// Chooses the form of a Gaussian process by evidence: output transform (with its Jacobian), covariance function, whether categories add, whether inputs are
/// warped. One choice after another, each form climbed from the best so far; what has more parameters must pay for them (Schwarz 1978).
/// </summary>
/// <param name="told">Observations in modelled units, gross outliers left out.</param>
/// <param name="seed">Seed of the starts.</param>
internal sealed class GaussianProcessSearch(TrainingData told, ulong seed)
{
    // Up to here every form is climbed as far as it goes; beyond, fits to fewer data have said most.
    private const int Thorough = 32;
    private const int Polish = 100;
    private const int PolishOfMany = 8;

    // Steps from a fit to at least half as many observations: on four problems at n = 991 they came within .1 % to 1.2 % of the log density that as many as it takes reach.
    private const int Few = 8;

    // Steps from parameters of one transform towards those of another that tell which is promising.
    private const int Glance = 4;

    // Which form fits needs no more observations than these.
    private const int MostCompared = 128;

    // Few values have a skew by chance.
    private const int FewestToTransform = 8;

    // Another transform needs this much more log evidence: there are several, and none is the simplest.
    private const double TransformMargin = 3;

    // Data for each further parameter of a warp.
    private const int DataForEachExponent = 10;

    private readonly MarginalLikelihood _likelihood = new(told.Standardized(OutputScale.Of(told.Values)), KernelFamily.Matern52);
    private GaussianProcessForm _form = new(KernelFamily.Matern52);
    private OutputScale _scale = OutputScale.Of(told.Values);
    private double[] _best = [];
    private double _evidence = double.NegativeInfinity;

    private bool IsSmall => told.Count <= Thorough;

    /// <summary>Fits the form that was chosen before, from its parameters; of many observations not to the last digit.</summary>
    public GaussianProcess Refit(GaussianProcessParameters before) => Refit(before, told.Count > MostCompared ? Few : Polish);

    /// <summary>The process at parameters that were fitted to fewer observations.</summary>
    public GaussianProcess Keep(GaussianProcessParameters before)
    {
        Begin(GaussianProcessForm.Of(before), before.Transform);
        _best = _likelihood.Layout.Write(before);
        return Chosen("as at the last comparison");
    }

    /// <summary>Fits one form only.</summary>
    public GaussianProcess Only(KernelFamily family)
    {
        Begin(new(family), OutputTransform.Identity);
        (_best, _evidence) = GaussianProcessFit.Find(_likelihood, null, told.Count, seed);
        return Chosen("as demanded");
    }

    /// <summary>Compares forms.</summary>
    /// <param name="families">Covariance functions that compete.</param>
    /// <param name="before">A fit to the first of these observations; null for none.</param>
    /// <param name="transforms">Whether output transforms compete.</param>
    public GaussianProcess Compare(IReadOnlyList<KernelFamily> families, GaussianProcessParameters? before, bool transforms)
    {
        if (told.Count > MostCompared)
        {
            // Spread over the sequence, so that early and late observations both have a say.
            int[] some = [.. Enumerable.Range(0, MostCompared).Select(k => (int)((long)k * told.Count / MostCompared))];
            return Refit(new GaussianProcessSearch(told.At(some), seed).Compare(families, before, transforms).Parameters, Polish);
        }

        Begin(before is null ? new(families[0]) : GaussianProcessForm.Of(before), before?.Transform ?? OutputTransform.Identity);
        (_best, _evidence) = GaussianProcessFit.Find(_likelihood, before is null ? null : _likelihood.Layout.Write(before), told.Count, seed);
        _evidence += Jacobian(_scale);
        if (transforms && told.Count >= FewestToTransform)
        {
            CompareTransforms();
        }

        foreach (var family in families.Where(family => family != _form.Kernel).ToArray())
        {
            Try(_form with { Kernel = family }, before is null && _scale.Transform.IsIdentity);
        }

        if (told.Nominal.Contains(true) && told.Nominal.Contains(false))
        {
            Try(_form with { Adds = !_form.Adds }, false);
        }

        var exponents = 2 * Enumerable.Range(0, told.GroupCount).Count(group => !told.IsNominal(group));
        if (told.Count >= DataForEachExponent * exponents)
        {
            Try(_form with { Warps = !_form.Warps }, false);
        }

        return Chosen("likeliest of those compared");
    }

    private GaussianProcess Refit(GaussianProcessParameters before, int steps)
    {
        Begin(GaussianProcessForm.Of(before), before.Transform);
        (_best, _evidence) = GaussianProcessFit.Find(_likelihood, _likelihood.Layout.Write(before), told.Count, seed, steps);
        return Chosen("as at the last comparison");
    }

    private void Begin(GaussianProcessForm form, OutputTransform transform)
    {
        (_form, _scale) = (form, OutputScale.Of(told.Values, transform));
        _likelihood.Use(told.Standardized(_scale));
        _likelihood.Form = form;
    }

    // A look at each from the parameters at hand; the best look is followed up.
    private void CompareTransforms()
    {
        var (before, start) = (_scale, _best);
        (OutputScale Scale, double[] Found, double Evidence)? best = null;
        foreach (var transform in OutputTransform.Candidates(told.Values).Prepend(OutputTransform.Identity).Where(each => each != before.Transform))
        {
            var scale = OutputScale.Of(told.Values, transform);
            _likelihood.Use(told.Standardized(scale));
            var (found, density) = GaussianProcessFit.Climb(_likelihood, start, Glance);
            var evidence = density + Jacobian(scale) - (transform.IsIdentity ? 0 : TransformMargin);
            if (best is null || evidence > best.Value.Evidence)
            {
                best = (scale, found, evidence);
            }
        }

        var held = _evidence - (before.Transform.IsIdentity ? 0 : TransformMargin);
        if (best is { } rival)
        {
            _likelihood.Use(told.Standardized(rival.Scale));
            var (found, density) = GaussianProcessFit.Climb(_likelihood, rival.Found, IsSmall ? Polish : PolishOfMany);
            var evidence = density + Jacobian(rival.Scale);
            if (evidence - (rival.Scale.Transform.IsIdentity ? 0 : TransformMargin) > held)
            {
                (_scale, _best, _evidence) = (rival.Scale, found, evidence);
                return;
            }
        }

        _likelihood.Use(told.Standardized(before));
    }

    private void Try(GaussianProcessForm form, bool anew)
    {
        var start = _likelihood.Layout.Read(_best, 0);
        _likelihood.Form = form;
        var (found, density) = anew
            ? GaussianProcessFit.Find(_likelihood, null, told.Count, seed)
            : GaussianProcessFit.Climb(_likelihood, _likelihood.Layout.Write(start), IsSmall ? Polish : PolishOfMany);
        var evidence = density + Jacobian(_scale);
        var price = 0.5 * Math.Log(told.Count) * (_likelihood.ParameterCount - _best.Length);
        if (evidence - price > _evidence)
        {
            (_form, _best, _evidence) = (form, found, evidence);
        }
        else
        {
            _likelihood.Form = _form;
        }
    }

    private double Jacobian(OutputScale scale) => told.Values.Sum(value => Math.Log(scale.Slope(value)));

    private GaussianProcess Chosen(string why) => new(told, _scale, _likelihood, _best, why);
}
