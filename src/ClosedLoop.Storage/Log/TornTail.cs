namespace ClosedLoop.Storage;

/// <summary>What an interrupted append left behind the last commit mark. It was never acted on.</summary>
/// <param name="Bytes">How many bytes were cut.</param>
/// <param name="KeptAt">The file that they were moved to.</param>
public sealed record TornTail(long Bytes, string KeptAt);
