using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Types;

/// <summary>One element of a request during the check of its rules: its values, and methods to note errors.</summary>
/// <param name="element">The values.</param>
/// <param name="shape">The shape in which it was sent.</param>
/// <param name="request">The data of the whole request.</param>
public sealed class EventCheck(ElementValues element, RequestShape shape, RequestCheck request)
{
    /// <summary>The values.</summary>
    public ElementValues Element => element;

    /// <summary>The shape in which it was sent.</summary>
    public RequestShape Shape => shape;

    /// <summary>When the request was received.</summary>
    public DateTimeOffset Now => request.Now;

    /// <summary>Finds the days of events.</summary>
    public CalendarDays Days => request.Days;

    /// <summary>Refuses the request.</summary>
    public void Refuse(string path, string code, string detail) => Add(RuleAction.Refuse, path, code, detail);

    /// <summary>Warns.</summary>
    public void Warn(string path, string code, string detail) => Add(RuleAction.Warn, path, code, detail);

    /// <summary>A rule is broken that settings can relax.</summary>
    /// <param name="rule">Its name, one of <see cref="ICertificateType.Rules"/>.</param>
    /// <param name="path">The field.</param>
    /// <param name="code">A stable code.</param>
    /// <param name="detail">A sentence for the caller, without the offending value.</param>
    public void Break(string rule, string path, string code, string detail) => Add(request.ActionFor(rule), path, code, detail);

    /// <summary>Refuses the request for an error that DIVOC itself refuses, with DIVOC's own sentence.</summary>
    public void RefuseAsDivoc(string path, string detail, string divocMessage)
    {
        request.Faults.Add(
            element.PositionOf(path), new Fault(element.PointerTo(path), FaultCodes.MissingFields, detail, DivocMessage: divocMessage));
    }

    private void Add(RuleAction action, string path, string code, string detail)
    {
        (action == RuleAction.Warn ? request.Warnings : request.Faults)
            .Add(element.PositionOf(path), new Fault(element.PointerTo(path), code, detail));
    }
}

/// <summary>The common data for the check of all elements of a request.</summary>
/// <param name="Now">When it was received.</param>
/// <param name="Days">Finds the days of events.</param>
/// <param name="ActionFor">The action for a rule, by its name.</param>
/// <param name="Faults">The errors.</param>
/// <param name="Warnings">The warnings.</param>
public sealed record RequestCheck(
    DateTimeOffset Now, CalendarDays Days, Func<string, RuleAction> ActionFor, JsonProblems Faults, JsonProblems Warnings);
