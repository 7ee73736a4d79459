namespace ClosedLoop;

/// <summary>Where a broker is, as an operator writes it: <c>HOST</c>, <c>HOST:PORT</c>, <c>mqtt://HOST:PORT</c> or <c>mqtts://USER@HOST:PORT</c>.</summary>
internal static class BrokerUri
{
    private const int Plain = 1883;
    private const int Secure = 8883;

    /// <summary>Points the settings at the broker; what the text leaves open stays as configured.</summary>
    /// <exception cref="BadInputException">The text is no such address.</exception>
    public static void Apply(string text, BrokerSettings settings)
    {
        var hasScheme = text.Contains("://", StringComparison.Ordinal);
        var secure = hasScheme ? text.StartsWith("mqtts://", StringComparison.OrdinalIgnoreCase) : settings.Tls;
        if (!Uri.TryCreate(hasScheme ? text : $"{(secure ? "mqtts" : "mqtt")}://{text}", UriKind.Absolute, out var uri)
            || uri.Scheme is not ("mqtt" or "mqtts") || uri.Host.Length == 0 || uri.Port == 0 || uri.PathAndQuery is not ("" or "/") || uri.Fragment.Length > 0)
        {
            throw new BadInputException(
                $"--broker {Shown(text)}: write it as HOST, HOST:PORT, mqtt://HOST:PORT or mqtts://USER@HOST:PORT, such as 192.168.1.20:1883");
        }

        if (uri.UserInfo.Contains(':', StringComparison.Ordinal))
        {
            throw new BadInputException(
                $"--broker {Shown(text)}: a password in a command line can be read by everyone on this machine; give only the user, and the password in "
                + "ClosedLoop__Broker__Password or in the file that ClosedLoop:Broker:PasswordFile names");
        }

        (settings.Mode, settings.Host, settings.Tls) = (BrokerMode.External, uri.Host.Trim('[', ']'), secure);
        settings.Port = uri.IsDefaultPort || uri.Port < 0 ? (secure ? Secure : Plain) : uri.Port;
        settings.User = uri.UserInfo.Length > 0 ? Uri.UnescapeDataString(uri.UserInfo) : settings.User;
    }

    /// <summary>Without the password that someone wrote into it.</summary>
    private static string Shown(string text)
    {
        var (from, at) = (text.IndexOf("://", StringComparison.Ordinal), text.LastIndexOf('@'));
        var colon = at < 0 ? -1 : text.IndexOf(':', from < 0 ? 0 : from + 3);
        return colon >= 0 && colon < at ? $"{text[..colon]}:...{text[at..]}" : text;
    }
}
