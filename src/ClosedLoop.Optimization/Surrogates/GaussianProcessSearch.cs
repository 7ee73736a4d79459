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

    // Steps from a fit to at least half as many observations, which has learnt the curvature; two for three parameters where these are more than eight. On six
    // functions of 4 to 20 dimensions at n = 500 and 1000 the log density is, in the median, what eight steps that have to learn the curvature reach.
    private const int Few = 5;

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
    private Curvature _curvature = Curvature.None;

    private bool IsSmall => told.Count <= Thorough;

    private bool IsMany => told.Count >= MostCompared;

    /// <summary>Fits the form that was chosen before, from its parameters; of many observations not to the last digit.</summary>
    public GaussianProcess Refit(GaussianProcessParameters before)
    {
        if (told.Count > MostCompared)
        {
            return Continue(before, before, null);
        }

        Begin(GaussianProcessForm.Of(before), before.Transform);
        Hold(GaussianProcessFit.Find(_likelihood, _likelihood.Layout.Write(before), told.Count, seed, Polish));
        return Chosen("as at the last comparison");
    }

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
        Hold(GaussianProcessFit.Find(_likelihood, null, told.Count, seed));
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
            return Continue(new GaussianProcessSearch(told.At(some), seed).Compare(families, before, transforms).Parameters, before, Polish);
        }

        Begin(before is null ? new(families[0]) : GaussianProcessForm.Of(before), before?.Transform ?? OutputTransform.Identity);
        Hold(before is not null && IsMany
            ? GaussianProcessFit.Continue(_likelihood, _likelihood.Layout.Write(before), Polish, before.Curvature)
            : GaussianProcessFit.Find(_likelihood, before is null ? null : _likelihood.Layout.Write(before), told.Count, seed));
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

    // From the fit to fewer observations if that was of the form chosen, or describes all of them better than a fit to some of them does.
    private GaussianProcess Continue(GaussianProcessParameters chosen, GaussianProcessParameters? before, int? steps)
    {
        var form = GaussianProcessForm.Of(chosen);
        Begin(form, chosen.Transform);
        var start = _likelihood.Layout.Write(chosen);
        var curvature = chosen.Curvature;
        if (before is not null && before.Transform == chosen.Transform)
        {
            var held = _likelihood.Layout.Write(before);
            var isSame = GaussianProcessForm.Of(before) == form;
            curvature = isSame ? before.Curvature : curvature;
            start = isSame || _likelihood.Evaluate(held, []) > _likelihood.Evaluate(start, []) ? held : start;
        }

        Hold(GaussianProcessFit.Continue(_likelihood, start, steps ?? Math.Max(Few, 2 * start.Length / 3), curvature));
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
            var found = GaussianProcessFit.Climb(_likelihood, start, Glance);
            var evidence = found.LogPosterior + Jacobian(scale) - (transform.IsIdentity ? 0 : TransformMargin);
            if (best is null || evidence > best.Value.Evidence)
            {
                best = (scale, found.Parameters, evidence);
            }
        }

        var held = _evidence - (before.Transform.IsIdentity ? 0 : TransformMargin);
        if (best is { } rival)
        {
            _likelihood.Use(told.Standardized(rival.Scale));
            var found = GaussianProcessFit.Climb(_likelihood, rival.Found, IsSmall ? Polish : PolishOfMany);
            if (found.LogPosterior + Jacobian(rival.Scale) - (rival.Scale.Transform.IsIdentity ? 0 : TransformMargin) > held)
            {
                _scale = rival.Scale;
                Hold(found);
                return;
            }
        }

        _likelihood.Use(told.Standardized(before));
    }

    private void Try(GaussianProcessForm form, bool anew)
    {
        var start = _likelihood.Layout.Read(_best, 0);
        _likelihood.Form = form;
        var found = anew ? GaussianProcessFit.Find(_likelihood, null, told.Count, seed)
            : !IsMany ? GaussianProcessFit.Climb(_likelihood, _likelihood.Layout.Write(start), IsSmall ? Polish : PolishOfMany)
            : GaussianProcessFit.Continue(_likelihood, _likelihood.Layout.Write(start), Few, _likelihood.ParameterCount == _best.Length ? _curvature : Curvature.None);
        var price = 0.5 * Math.Log(told.Count) * (_likelihood.ParameterCount - _best.Length);
        if (found.LogPosterior + Jacobian(_scale) - price > _evidence)
        {
            _form = form;
            Hold(found);
        }
        else
        {
            _likelihood.Form = _form;
        }
    }

    private double Jacobian(OutputScale scale) => told.Values.Sum(value => Math.Log(scale.Slope(value)));

    private void Hold(GaussianProcessAscent found) =>
        (_best, _evidence, _curvature) = (found.Parameters, found.LogPosterior + Jacobian(_scale), found.Curvature);

    private GaussianProcess Chosen(string why) => new(told, _scale, _likelihood, _best, _curvature, why);
}
