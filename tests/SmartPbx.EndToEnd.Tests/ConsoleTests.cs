using Microsoft.Playwright;
using SmartPbx.TestKit.Audio;
using SmartPbx.TestKit.Running;

namespace SmartPbx.EndToEnd.Tests;

/// <summary>A real browser on the real product during a real call.</summary>
public sealed class ConsoleTests
{
    private const string Question = "Can I bring my parrot to the dentist?", Answer = "Parrots are welcome in their cage on every Tuesday.";

    [Fact]
    public async Task The_operator_signs_in_and_answers_an_alert_through_the_page_while_the_caller_holds()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        await using var running = await Running.StartAsync(timeout.Token);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(running.Product.Address.ToString());
        await page.GetByTestId("tenant").FillAsync("demo");
        await page.GetByTestId("user").FillAsync("operator");
        await page.GetByTestId("password").FillAsync(running.Settings.OperatorPassword);
        await page.GetByTestId("sign-in").ClickAsync();
        await page.GetByTestId("status-switch").WaitForAsync();
        await running.SetOperatorAsync("available", timeout.Token);

        var (call, _) = await running.DialAgentAsync(running.Trunk(), timeout.Token);
        await call.SayAsync(Question, "rms", timeout.Token);
        await page.GetByTestId("nav-hitl").ClickAsync();
        await page.GetByTestId("alert-card").First.WaitForAsync(new LocatorWaitForOptions { Timeout = 15_000 });
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Checkout.Root, "artifacts", "console-question.png") });
        await page.GetByTestId("alert-question").First.FillAsync(Question);
        await page.GetByTestId("alert-answer").First.FillAsync(Answer);
        var submitted = System.Diagnostics.Stopwatch.GetTimestamp();
        await page.GetByTestId("alert-submit").First.ClickAsync();
        await page.GetByTestId("alert-result").First.WaitForAsync(new LocatorWaitForOptions { Timeout = 10_000 });

        await Task.Delay(500);
        var sounds = await call.WaitQuietAsync(submitted, 900, 300, timeout.Token);
        var heard = call.Heard.Between(submitted, sounds[^1].End + System.Diagnostics.Stopwatch.Frequency / 5);
        var match = SpectralMatch.Find(heard, await Voices.EspeakAsync("en", Answer, 175));
        Assert.True(match.Score > 0.8, $"the caller heard the answer by {match.Score:0.00}");
        await call.Call.HangUpAsync(timeout.Token);
    }
}
