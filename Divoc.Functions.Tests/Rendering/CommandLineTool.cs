using System.ComponentModel;
using System.Diagnostics;

namespace Divoc.Functions.Tests.Rendering;

/// <summary>Runs a tool that judges what we made. A tool that is missing fails the test: its judgement is the point.</summary>
internal static class CommandLineTool
{
    /// <summary>Runs a tool to its end and returns what it wrote.</summary>
    public static byte[] Run(string name, params string[] arguments) => Run(name, [0], arguments);

    /// <summary>Runs a tool to its end and returns what it wrote.</summary>
    /// <param name="name">The tool.</param>
    /// <param name="exitCodes">What it may end with.</param>
    /// <param name="arguments">Its arguments.</param>
    public static byte[] Run(string name, int[] exitCodes, params string[] arguments)
    {
        var start = new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Start(start);
        var errors = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        var problem = errors.GetAwaiter().GetResult();
        Assert.True(exitCodes.Contains(process.ExitCode), $"{name} {string.Join(' ', arguments)} ended with {process.ExitCode}: {problem}");
        return output.ToArray();
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            Assert.Fail(
                $"{start.FileName} is not installed ({exception.Message}); ./test.sh installs what the tests need (zbar-tools, "
                + "poppler-utils, qpdf, unicode-data).");
            throw;
        }
    }
}
