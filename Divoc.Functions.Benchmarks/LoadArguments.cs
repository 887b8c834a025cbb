using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Divoc.Functions.Benchmarks.Load;

namespace Divoc.Functions.Benchmarks;

/// <summary>What runs under load are asked for on the command line, each option the same wherever it is taken.</summary>
internal static class LoadArguments
{
    /// <summary>
    /// So many certificates warm up: in fewer the code is still being compiled, which is a fifth of the processor's time then.
    /// </summary>
    public const int UsualWarmUp = 5_000;

    private const int SingleCallers = 32;
    private const int ArrayCallers = 4;

    /// <summary>How many certificates come before those that count.</summary>
    public static Option<int> WarmUp() => Count("--warm-up", UsualWarmUp, "Certificates before those that count.");

    /// <summary>For how long events are sent.</summary>
    public static Option<int> Seconds(int standard) => Count("--seconds", standard, "For how long events are sent.");

    /// <summary>How many events are one call.</summary>
    public static Option<int> Batch(int standard) => Count("--batch", standard, "Events a call.");

    /// <summary>Whether the service has a subscriber of what is issued.</summary>
    public static Option<bool> Silent() => new("--silent") { Description =
        "Without webhooks: then nothing is announced, as nobody subscribes to what is issued by default. Else each partner has one." };

    /// <summary>Where the report is written.</summary>
    public static Option<string?> Json() =>
        new("--json") { Description = "The file of the report. Default: artifacts/benchmarks/ and the name of the run." };

    /// <summary>How much slower the disk is.</summary>
    public static Option<TimeSpan> FsyncDelay() => new("--fsync-delay")
    {
        Description = "What each fsync of the service takes longer, such as 5ms (by strace).",
        CustomParser = ParseMilliseconds,
    };

    /// <summary>A whole number above zero.</summary>
    public static Option<int> Count(string name, int standard, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(RefuseBelowOne);
        return option;
    }

    /// <summary>A closed load of so many events a call.</summary>
    public static LoadOptions LoadOf(int batch) => new() { Batch = batch, Callers = batch > 1 ? ArrayCallers : SingleCallers };

    private static void RefuseBelowOne(OptionResult result)
    {
        if (result.Tokens.Count > 0
            && (!int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1))
        {
            result.AddError($"{result.Option.Name} must be a whole number above zero.");
        }
    }

    private static TimeSpan ParseMilliseconds(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text.EndsWith("ms", StringComparison.Ordinal)
            && double.TryParse(text[..^2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds > 0)
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        result.AddError("--fsync-delay must be milliseconds, such as 5ms.");
        return default;
    }
}
