using System.Reflection;

namespace Divoc.Functions.Telemetry;

/// <summary>The version of the program.</summary>
public static class ProgramVersion
{
    /// <summary>As the build wrote it, with the commit if it was known.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
