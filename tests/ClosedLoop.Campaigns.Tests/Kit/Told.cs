using System.Text.Json;

namespace ClosedLoop.Campaigns.Tests;

/// <summary>Facts and states as text: records that hold lists compare by reference, their texts by content.</summary>
internal static class Told
{
    private static readonly JsonSerializerOptions Options = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static string Of(CampaignEvent happened) => $"{happened.GetType().Name} {JsonSerializer.Serialize(happened, happened.GetType(), Options)}";

    public static string Of(CampaignState state) => JsonSerializer.Serialize(state, Options);
}
