using Microsoft.Extensions.Options;

namespace ClosedLoop;

/// <summary>Checks the settings at start, all at once.</summary>
[OptionsValidator]
internal sealed partial class SettingsValidator : IValidateOptions<ClosedLoopSettings>;
