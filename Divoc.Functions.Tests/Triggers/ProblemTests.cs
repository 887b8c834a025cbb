using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Triggers;
using Microsoft.AspNetCore.Http;

namespace Divoc.Functions.Tests.Triggers;

/// <summary>DIVOC's clients find in <c>code</c> what they know, a number or a word; everybody finds a word in <c>errorCode</c>.</summary>
public sealed class ProblemTests
{
    [Theory]
    [InlineData(404, "404", "NOT_FOUND")]
    [InlineData(405, "405", "METHOD_NOT_ALLOWED")]
    [InlineData(500, "500", "INTERNAL_SERVER_ERROR")]
    [InlineData(503, "503", "SERVICE_UNAVAILABLE")]
    public async Task If_the_numeric_code_is_the_HTTP_status_the_error_code_is_the_name_of_the_status(int status, string code, string word)
    {
        Assert.Equal((code, word), await CodesOfAsync(new Problem(status, "A sentence.")));
    }

    [Fact]
    public async Task A_code_word_is_given_as_code_and_as_error_code()
    {
        Assert.Equal(("SIZE", "SIZE"), await CodesOfAsync(new Problem(400, "SIZE", "A sentence.")));
        Assert.Equal(("NO_PAGE", "NO_PAGE"), await CodesOfAsync(new Problem(422, "NoPage", "A sentence.")));
    }

    [Theory]
    [InlineData(602, 422)]
    [InlineData(400, 400)]
    public async Task A_DIVOC_error_number_is_answered_with_the_error_code(int number, int status)
    {
        var fault = new Fault("/0/recipient", "REQUIRED", "It is missing.", number, "recipient in body is required");
        var outcome = new CertifyOutcome.Refused(DivocRefusal.Of([new Fault("/0/a", "FORMAT", "A rule."), fault]), [fault]);

        var answer = await PlainRequest.Post("").AnswerAsync(_ => Task.FromResult(CertifyAnswer.Of(outcome, false, new())));

        Assert.Equal(status, answer.Status);
        Assert.Equal(number, answer.Json["code"]!.GetValue<int>());
        Assert.Equal("REQUIRED", answer.Text("errorCode"));
        Assert.Equal("recipient in body is required", answer.Text("message"));
    }

    private static async Task<(string Code, string Word)> CodesOfAsync(Problem problem)
    {
        var answer = await PlainRequest.Get().AnswerAsync(_ => Task.FromResult<IResult>(problem));
        return (answer.Text("code")!, answer.Json["errorCode"]!.GetValue<string>());
    }
}
