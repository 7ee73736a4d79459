namespace ClosedLoop.Calculations;

/// <summary>One time that a run was, or was about to be, given to the cluster.</summary>
/// <param name="Number">From 1; a later submission fences copies of earlier ones that have not begun.</param>
/// <param name="Batch">Unique for ever; with the index it names the submission in Slurm's own comment.</param>
/// <param name="Index">Its place in the array; 0 when it went alone.</param>
internal sealed record SlurmSubmission(int Number, string Batch, int Index)
{
    /// <summary>Why <c>sbatch</c> will never take it; null when it did, or when nobody can say.</summary>
    public string? Refusal { get; init; }
}
