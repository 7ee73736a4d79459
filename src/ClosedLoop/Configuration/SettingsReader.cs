using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ClosedLoop;

/// <summary>Binds the settings for commands that are not a long-running host.</summary>
internal static class SettingsReader
{
    /// <summary><c>appsettings.json</c> of the current folder, else the one beside the program; then environment variables.</summary>
    public static IConfigurationRoot Configuration()
    {
        var here = Path.Combine(Environment.CurrentDirectory, "appsettings.json");
        return new ConfigurationBuilder()
            .AddJsonFile(File.Exists(here) ? here : Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddEnvironmentVariables()
            .Build();
    }

    /// <exception cref="OptionsValidationException">Something is wrong; all of it is told.</exception>
    public static ClosedLoopSettings Read(IConfiguration configuration)
    {
        var settings = new ClosedLoopSettings();
        try
        {
            configuration.GetSection(ClosedLoopSettings.Section).Bind(settings, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException e)
        {
            throw new OptionsValidationException(
                ClosedLoopSettings.Section,
                typeof(ClosedLoopSettings),
                [e.InnerException?.Message is { } inner ? $"{e.Message} ({inner})" : e.Message]);
        }

        Check(settings);
        return settings;
    }

    /// <summary>Checks settings that a command line has changed.</summary>
    /// <exception cref="OptionsValidationException">Something is wrong; all of it is told.</exception>
    public static void Check(ClosedLoopSettings settings)
    {
        var result = new SettingsValidator().Validate(null, settings);
        if (result.Failed)
        {
            throw new OptionsValidationException(ClosedLoopSettings.Section, typeof(ClosedLoopSettings), result.Failures);
        }
    }
}
