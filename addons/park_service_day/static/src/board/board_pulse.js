const EVERY = 4000; // milliseconds
const SLOWEST = 30000;

/**
 * Ask the server every few seconds what changed, one question at a time.
 *
 * Without an answer it asks more and more rarely: writing goes on without it. A page in the
 * background does not ask.
 */
export class Pulse {
    /**
     * @param {Object} options
     * @param {() => Promise<Object>} options.ask
     * @param {(answer: Object) => void} options.onAnswer
     * @param {(callback: Function, delay: number) => number} options.setTimeout
     */
    constructor({ ask, onAnswer, setTimeout }) {
        Object.assign(this, { ask, onAnswer, setTimeout });
        this.failures = 0;
        this.isAsking = false;
        this.isStopped = true;
        this.turn = 0; // of the timer: an older one is void
    }

    start() {
        this.isStopped = false;
        this.plan();
    }

    stop() {
        this.isStopped = true;
    }

    plan() {
        const turn = ++this.turn;
        const delay = Math.min(EVERY * 2 ** this.failures, SLOWEST);
        this.setTimeout(() => turn === this.turn && this.now(), delay);
    }

    async now() {
        if (this.isStopped || this.isAsking) {
            return;
        }
        if (document.visibilityState !== "hidden") {
            this.isAsking = true;
            try {
                const answer = await this.ask();
                this.failures = 0;
                if (!this.isStopped) {
                    this.onAnswer(answer);
                }
            } catch {
                this.failures += 1; // what is not stored says so itself, see LineQueue
            } finally {
                this.isAsking = false;
            }
        }
        if (!this.isStopped) {
            this.plan();
        }
    }
}
