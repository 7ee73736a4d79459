namespace ClosedLoop;

/// <summary>What a campaign shows on <c>campaign/{id}/model</c>.</summary>
internal sealed record ShownModel(string Name, int Observations);
