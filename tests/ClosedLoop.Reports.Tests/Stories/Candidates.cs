using ClosedLoop.Domain;

namespace ClosedLoop.Reports.Tests;

/// <summary>Draws candidates from a search space.</summary>
internal static class Candidates
{
    public static Candidate Anywhere(SearchSpace space, Chance chance) => Draw(space, chance, null, 1);

    /// <summary>Within a share of each range around a candidate; now and then another category.</summary>
    public static Candidate Near(SearchSpace space, Candidate centre, double share, Chance chance) => Draw(space, chance, centre, share);

    private static Candidate Draw(SearchSpace space, Chance chance, Candidate? centre, double share) =>
        new(space.Parameters.SelectMany(parameter => Values(parameter, chance, centre, share)));

    private static IEnumerable<KeyValuePair<string, ParameterValue>> Values(Parameter parameter, Chance chance, Candidate? centre, double share)
    {
        double Within(double lower, double upper) => centre is null
            ? lower + ((upper - lower) * chance.Uniform())
            : Math.Clamp(centre[parameter.Name].Number + (share * (upper - lower) * chance.Normal()), lower, upper);
        switch (parameter)
        {
            case CategoricalParameter p:
                yield return new(p.Name, centre is not null && chance.Uniform() > share ? centre[p.Name] : p.Levels[(int)(chance.Uniform() * p.Levels.Count)]);
                break;
            case ContinuousParameter { Scale: Scale.Log } p:
                var (lower, upper) = (Math.Log(p.Lower), Math.Log(p.Upper));
                var log = centre is null ? lower + ((upper - lower) * chance.Uniform()) : Math.Log(centre[p.Name].Number) + (share * (upper - lower) * chance.Normal());
                yield return new(p.Name, Math.Clamp(Math.Exp(log), p.Lower, p.Upper));
                break;
            case ContinuousParameter p:
                yield return new(p.Name, Within(p.Lower, p.Upper));
                break;
            case IntegerParameter p:
                yield return new(p.Name, Math.Round(Within(p.Lower, p.Upper)));
                break;
            case DiscreteParameter p:
                yield return new(p.Name, p.Levels[(int)(chance.Uniform() * p.Levels.Count)]);
                break;
            case CompositionParameter p:
                foreach (var value in Composition(p, chance))
                {
                    yield return value;
                }

                break;
        }
    }

    /// <summary>Draws all parts but the first until the first fits too.</summary>
    private static KeyValuePair<string, ParameterValue>[] Composition(CompositionParameter p, Chance chance)
    {
        while (true)
        {
            var rest = p.Parts.Skip(1).Select(part => KeyValuePair.Create(part.Name, Math.Round((part.Lower + ((part.Upper - part.Lower) * chance.Uniform())) / p.Step) * p.Step)).ToArray();
            var first = p.Total - rest.Sum(part => part.Value);
            if (first >= p.Parts[0].Lower && first <= p.Parts[0].Upper)
            {
                return [new(p.Parts[0].Name, first), .. rest.Select(part => KeyValuePair.Create(part.Key, new ParameterValue(part.Value)))];
            }
        }
    }
}
