namespace ClosedLoop.Domain.Tests;

internal static class Samples
{
    public static Candidate Candidate(params (string Key, ParameterValue Value)[] values) =>
        new(values.Select(value => KeyValuePair.Create(value.Key, value.Value)));
}
