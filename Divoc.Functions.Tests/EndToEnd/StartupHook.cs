using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;

/// <summary>
/// Loaded into the program under test by DOTNET_STARTUP_HOOKS. Kills the process right after the named write that DIVOC_KILL_AFTER asks
/// for, such as <c>ArtifactsStored:3</c> for the third, and notes write and id in the file DIVOC_KILL_NOTE first. Keeps the native library
/// of the assembly that DIVOC_WITHOUT_LIBRARY names from being loaded, as on a machine that lacks it. It is no part of the program.
/// </summary>
[SuppressMessage(
    "Design", "CA1050:Declare types in namespaces", Justification = "The runtime looks for a type of this name outside any namespace.")]
internal static class StartupHook
{
    /// <summary>Called by the runtime before Main.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("DIVOC_KILL_AFTER")?.Split(':') is [var write, var count])
        {
            DiagnosticListener.AllListeners
                .Subscribe(new Killer(write, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)));
        }

        if (Environment.GetEnvironmentVariable("DIVOC_WITHOUT_LIBRARY") is { } name)
        {
            AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => TakeLibraryAway(loaded.LoadedAssembly, name);
        }
    }

    private static void TakeLibraryAway(Assembly assembly, string name)
    {
        if (assembly.GetName().Name == name)
        {
            NativeLibrary.SetDllImportResolver(
                assembly, static (library, _, _) => throw new DllNotFoundException($"Unable to load shared library '{library}'."));
        }
    }

    private sealed class Killer(string write, int count) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        private int seen;

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Divoc.Functions.Writes")
            {
                value.Subscribe(this);
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key != write || Interlocked.Increment(ref seen) != count)
            {
                return;
            }

            File.AppendAllText(Environment.GetEnvironmentVariable("DIVOC_KILL_NOTE")!, $"{value.Key} {value.Value}\n");
            using var process = Process.GetCurrentProcess();
            process.Kill();
            Thread.Sleep(Timeout.Infinite);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
