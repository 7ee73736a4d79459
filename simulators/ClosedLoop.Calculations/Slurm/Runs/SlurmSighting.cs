namespace ClosedLoop.Calculations;

/// <summary>All that can be seen of a submitted run that no copy has ended yet.</summary>
/// <param name="Job">Its entry in the controller's queue; null when it has none, or the controller has not been heard yet.</param>
/// <param name="AbsentFor">How long the controller has been answering without an entry of it, between the first such answer and the last.</param>
/// <param name="EndedFor">How long its entry has been in a state that is an end.</param>
/// <param name="Account">Its last state in the accounts; null when they do not know it, or do not exist.</param>
/// <param name="IsAccounted">Whether the accounts were asked since it is absent.</param>
/// <param name="Copies">How many copies of it began, of all submissions.</param>
/// <param name="IsAlive">Whether one of them gave a sign of life lately.</param>
/// <param name="IsStopping">Whether it was asked to stop.</param>
internal sealed record SlurmSighting(
    SlurmEntry? Job,
    TimeSpan AbsentFor,
    TimeSpan EndedFor,
    SlurmState? Account,
    bool IsAccounted,
    int Copies,
    bool IsAlive,
    bool IsStopping);
