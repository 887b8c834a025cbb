using System.Diagnostics.CodeAnalysis;
using Divoc.Functions.Hosting;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Messaging;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Tests.Hosting;

[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Functions are methods of an instance.")]
public sealed class FunctionCatalogTests
{
    [Fact]
    public void Functions_of_all_three_kinds_are_found()
    {
        var catalog = FunctionCatalog.Of([typeof(HttpProbe), typeof(QueueProbe), typeof(TimerProbe)]);
        Assert.Equal(8, catalog.HttpFunctions.Count);
        Assert.Equal("probe", Assert.Single(catalog.QueueFunctions).QueueName);
        Assert.Equal(nameof(TimerProbe), Assert.Single(catalog.TimerFunctions).Function.Name);
    }

    [Fact]
    public void The_program_s_own_functions_can_all_be_called()
    {
        Assert.Contains(FunctionCatalog.OfProgram().HttpFunctions, function => function.Function.Name == "HealthLive");
    }

    [Theory]
    [InlineData(typeof(WithContext), "FunctionContext")]
    [InlineData(typeof(WithUnknownParameter), "'service'")]
    [InlineData(typeof(WithNumber), "'n'")]
    [InlineData(typeof(WithConstraint), "constraint")]
    [InlineData(typeof(WithReservedRoute), "admin")]
    [InlineData(typeof(WithMalformedRoute), "malformed")]
    [InlineData(typeof(WithUserLevel), "level User")]
    [InlineData(typeof(WithOtherResult), "IResult")]
    [InlineData(typeof(WithoutTrigger), "none of its parameters")]
    [InlineData(typeof(WithTwoTriggers), "more than one")]
    [InlineData(typeof(WithTextBody), "byte[]")]
    [InlineData(typeof(WithBadSchedule), "NCRONTAB")]
    public void The_message_about_a_function_that_cannot_be_called_names_it_and_the_reason(Type type, string reason)
    {
        var refusal = Assert.Throws<StartupException>(() => FunctionCatalog.Of([type]));
        Assert.Contains("Function Odd", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_functions_must_not_have_the_same_name_route_or_queue()
    {
        Assert.Contains(
            "GET x/{}",
            Assert.Throws<StartupException>(() => FunctionCatalog.Of([typeof(WithSameRoute)])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "named", Assert.Throws<StartupException>(() => FunctionCatalog.Of([typeof(WithSameName)])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "the queue a",
            Assert.Throws<StartupException>(() => FunctionCatalog.Of([typeof(WithSameQueue)])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Each_queue_can_have_its_own_function()
    {
        Assert.Equal(["a", "b"], FunctionCatalog.Of([typeof(WithTwoQueues)]).QueueFunctions.Select(function => function.QueueName).Order());
    }

    public sealed class WithContext
    {
        [Function("Odd")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request, FunctionContext context) => Results.Empty;
    }

    public sealed class WithUnknownParameter
    {
        [Function("Odd")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Function, "get", Route = "x/{name}")] HttpRequest request, string service) =>
            Results.Empty;
    }

    public sealed class WithNumber
    {
        [Function("Odd")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Function, "get", Route = "x/{n}")] HttpRequest request, int n) => Results.Empty;
    }

    public sealed class WithConstraint
    {
        [Function("Odd")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Function, "get", Route = "x/{n:int}")] HttpRequest request, string n) =>
            Results.Empty;
    }

    public sealed class WithReservedRoute
    {
        [Function("Odd")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Function, "get", Route = "Administration")] HttpRequest request) =>
            Results.Empty;
    }

    public sealed class WithMalformedRoute
    {
        [Function("Odd")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Function, "get", Route = "x/{n")] HttpRequest request) => Results.Empty;
    }

    public sealed class WithUserLevel
    {
        [Function("Odd")]
        public IResult Run([HttpTrigger(AuthorizationLevel.User, "get", Route = "x")] HttpRequest request) => Results.Empty;
    }

    public sealed class WithOtherResult
    {
        [Function("Odd")]
        public string Run([HttpTrigger(AuthorizationLevel.Function, "get", Route = "x")] HttpRequest request) => "";
    }

    public sealed class WithoutTrigger
    {
        [Function("Odd")]
        public IResult Run(HttpRequest request) => Results.Empty;
    }

    public sealed class WithTwoTriggers
    {
        [Function("Odd")]
        public Task RunAsync([ServiceBusTrigger("a")] byte[] body, [TimerTrigger("0 * * * * *")] TimerInfo timer) => Task.CompletedTask;
    }

    public sealed class WithTextBody
    {
        [Function("Odd")]
        public Task RunAsync([ServiceBusTrigger("a")] string body) => Task.CompletedTask;
    }

    public sealed class WithBadSchedule
    {
        [Function("Odd")]
        public Task RunAsync([TimerTrigger("* * * * *")] TimerInfo timer) => Task.CompletedTask;
    }

    public sealed class WithSameRoute
    {
        [Function("A")]
        public IResult A([HttpTrigger(AuthorizationLevel.Function, "get", Route = "x/{a}")] HttpRequest request) => Results.Empty;

        [Function("B")]
        public IResult B([HttpTrigger(AuthorizationLevel.Function, "post", "get", Route = "x/{b}")] HttpRequest request) => Results.Empty;
    }

    public sealed class WithSameName
    {
        [Function("A")]
        public IResult A([HttpTrigger(AuthorizationLevel.Function, "get", Route = "x")] HttpRequest request) => Results.Empty;

        [Function("A")]
        public IResult B([HttpTrigger(AuthorizationLevel.Function, "get", Route = "y")] HttpRequest request) => Results.Empty;
    }

    public sealed class WithTwoQueues
    {
        [Function("A")]
        public Task AAsync([ServiceBusTrigger("a")] byte[] body) => Task.CompletedTask;

        [Function("B")]
        public Task BAsync([ServiceBusTrigger("b")] byte[] body) => Task.CompletedTask;
    }

    public sealed class WithSameQueue
    {
        [Function("A")]
        public Task AAsync([ServiceBusTrigger("a")] byte[] body) => Task.CompletedTask;

        [Function("B")]
        public Task BAsync([ServiceBusTrigger("A")] byte[] body) => Task.CompletedTask;
    }
}
